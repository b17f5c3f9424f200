// j: the next record, k: the one before, as the links of the page say. Not while somebody types.
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target instanceof Element && event.target.closest('input, select, textarea, video, [contenteditable]'))
    return;
  const rel = { j: 'next', k: 'prev' }[event.key];
  const link = rel && document.querySelector(`a[rel~="${rel}"]`);
  if (link) location.assign(link.href);
});
