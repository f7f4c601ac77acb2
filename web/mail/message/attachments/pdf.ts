// PDFs as pages on canvases, by pdf.js: read in a worker of ours, with nothing of theirs run, and no link followed.
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PDFDocumentProxy, PDFPageProxy, RenderTask } from 'pdfjs-dist/types/src/pdf';
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

export type { PDFDocumentProxy, PDFPageProxy };

// Beside the pages: fonts that documents leave out, and the decoder of JPEG 2000 (vite.config.ts puts them there).
const folder = '/pdf/';

export type Opened = { ok: true; document: PDFDocumentProxy } | { ok: false; why: 'locked' | 'broken' };

export async function open(content: Blob): Promise<Opened> {
  pdfjs.GlobalWorkerOptions.workerSrc = worker;
  const task = pdfjs.getDocument({
    data: new Uint8Array(await content.arrayBuffer()),
    // The page's policy lets no code be made of text, and that of others' forms is not wanted.
    isEvalSupported: false,
    enableXfa: false,
    useWasm: false,
    wasmUrl: folder,
    standardFontDataUrl: folder,
    // A scan of a large plan; more, and a phone has no room for it.
    maxImageSize: 100_000_000,
    canvasMaxAreaInBytes: 4 * 40_000_000,
  });
  try {
    return { ok: true, document: await task.promise };
  } catch (error) {
    void task.destroy();
    return { ok: false, why: (error as Error).name === 'PasswordException' ? 'locked' : 'broken' };
  }
}

export interface Drawn {
  done: Promise<void>;
  cancel(): void;
}

/** Draws a page, as wide as `scale` of its own width, with its words over it to be selected. */
export function draw(page: PDFPageProxy, scale: number, canvas: HTMLCanvasElement, words: HTMLElement): Drawn {
  const viewport = page.getViewport({ scale });
  // As fine as the screen, to a limit that phones keep.
  const fine = Math.min(window.devicePixelRatio || 1, Math.sqrt(16_000_000 / (viewport.width * viewport.height)));
  canvas.width = Math.floor(viewport.width * fine);
  canvas.height = Math.floor(viewport.height * fine);
  words.replaceChildren();
  words.style.setProperty('--total-scale-factor', String(scale));
  const task: RenderTask = page.render({ canvas, viewport, transform: fine === 1 ? undefined : [fine, 0, 0, fine, 0, 0] });
  const layer = new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport });
  return {
    done: task.promise.then(() => layer.render()).catch(() => {}),
    cancel: () => {
      task.cancel();
      layer.cancel();
    },
  };
}
