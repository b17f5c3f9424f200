import { encode } from 'uqr';

/** A QR code as one SVG path, sharp at any size. Level Q: a quarter of it may be worn off. */
export function qrSvg(text: string): string {
  const { size, data } = encode(text, { ecc: 'Q', border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="M0 0h${size}v${size}h-${size}z" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}
