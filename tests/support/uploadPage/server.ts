import type { ComponentProps } from 'svelte';
import { render } from 'svelte/server';
import Upload from '../../../src/lib/ui/upload/Upload.svelte';

/** The component as HTML, as a browser without scripts gets it. */
export default (props: ComponentProps<typeof Upload>): string => render(Upload, { props }).body;
