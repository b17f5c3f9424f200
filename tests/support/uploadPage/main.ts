import { hydrate } from 'svelte';
import Upload from '../../../src/lib/ui/upload/Upload.svelte';
import '../../../src/lib/ui/tokens.css';
import '../../../src/lib/ui/base.css';

const props = JSON.parse(document.getElementById('props')!.textContent!);
hydrate(Upload, { target: document.getElementById('app')!, props });
