import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { crc32, distinct, zip } from './zip';

describe('an archive of attachments', () => {
  it('has the check sums of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it('is one that others can open, with names in any letters', async () => {
    const bytes = (text: string): Blob =>
      ({ arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer) }) as unknown as Blob;
    const parts: BlobPart[] = [];
    const original = globalThis.Blob;
    globalThis.Blob = class {
      constructor(all: BlobPart[]) {
        parts.push(...all);
      }
    } as unknown as typeof Blob;
    await zip([
      { name: 'Dyfarniad – tŷ.txt', content: bytes('un') },
      { name: 'note.txt', content: bytes('two') },
      { name: 'note.txt', content: bytes('three') },
    ]);
    globalThis.Blob = original;
    const path = join(mkdtempSync(join(tmpdir(), 'zip-')), 'all.zip');
    writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))));
    const list = "import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print([(i.filename, z.read(i).decode()) for i in z.infolist()])";
    expect(execFileSync('python3', ['-c', list, path], { encoding: 'utf8' }).trim()).toBe(
      "[('Dyfarniad – tŷ.txt', 'un'), ('note.txt', 'two'), ('note (2).txt', 'three')]",
    );
  });

  it('lets no name lead out of its folder', () => {
    expect(distinct(['../../etc/passwd', 'C:\\boot.ini', ''])).toEqual(['__.._etc_passwd', 'C__boot.ini', 'file']);
  });
});
