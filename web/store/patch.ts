// Patches of RFC 8620 section 5.3, of the two depths that pages use: "name" and "name/key".

export type Patch = Record<string, unknown>;

/** The record with the patch applied; the record itself stays as it is. */
export function apply<T extends object>(record: T, patch: Patch): T {
  const copy = { ...record } as Record<string, unknown>;
  for (const [path, value] of Object.entries(patch)) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      copy[path] = value;
      continue;
    }
    const name = path.slice(0, slash);
    const key = path.slice(slash + 1).replace(/~1/g, '/').replace(/~0/g, '~');
    const inside = { ...(copy[name] as Record<string, unknown> | null | undefined) };
    if (value === null) delete inside[key];
    else inside[key] = value;
    copy[name] = inside;
  }
  return copy as T;
}

/** What takes the patch back, given the record before it. */
export function inverse(record: object, patch: Patch): Patch {
  const back: Patch = {};
  for (const path of Object.keys(patch)) {
    const slash = path.indexOf('/');
    const name = slash < 0 ? path : path.slice(0, slash);
    const before = (record as Record<string, unknown>)[name];
    if (slash < 0) {
      back[path] = before ?? null;
      continue;
    }
    const key = path.slice(slash + 1).replace(/~1/g, '/').replace(/~0/g, '~');
    back[path] = (before as Record<string, unknown> | undefined)?.[key] ?? null;
  }
  return back;
}

/** A key within a path: "/" and "~" are written otherwise there (RFC 6901 section 3). */
export const within = (name: string, key: string): string => `${name}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
