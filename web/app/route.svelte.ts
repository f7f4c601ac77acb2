// Where one is, as the address says it. The back button, a copied address and a reload all work.
//
//   /mail/{account}/{mailbox}/{email}?q=...   mail; the last parts may be missing
//   /{page}/...                               the pages of web/app/pages.ts
//   /sign-in

export interface Place {
  /** "mail", "settings", ... */
  page: string;
  /** What follows the page in the path. */
  parts: string[];
  query: URLSearchParams;
}

function read(): Place {
  const [page = '', ...parts] = window.location.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  return { page: page || 'mail', parts, query: new URLSearchParams(window.location.search) };
}

const depthOf = (state: unknown): number => Number((state as { depth?: number } | null)?.depth ?? 0);

class Route {
  now: Place = $state.raw(read());
  /** How many steps of this page lie behind; the browser keeps it with each place, over a reload, too. */
  private depth = depthOf(window.history.state);

  constructor() {
    window.addEventListener('popstate', (event) => {
      this.depth = depthOf(event.state);
      this.now = read();
    });
  }

  /** The address of a place, for links. */
  href(page: string, parts: string[] = [], query: Record<string, string> = {}): string {
    const path = `/${[page, ...parts].map(encodeURIComponent).join('/')}`;
    const search = new URLSearchParams(query).toString();
    return search ? `${path}?${search}` : path;
  }

  go(href: string, how: 'push' | 'replace' = 'push'): void {
    if (href === window.location.pathname + window.location.search) return;
    if (how === 'push') this.depth += 1;
    window.history[how === 'push' ? 'pushState' : 'replaceState']({ depth: this.depth }, '', href);
    this.now = read();
  }

  /** Back to where one came from; to `otherwise` where this page was opened with this address. */
  back(otherwise: string): void {
    if (this.depth > 0) window.history.back();
    else this.go(otherwise, 'replace');
  }
}

export const route = new Route();

/** For links: a plain click stays in this page; with a modifier it is the browser's. */
export function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = (event.currentTarget as Element).closest('a');
  if (!link || link.target || link.origin !== window.location.origin) return;
  event.preventDefault();
  route.go(link.pathname + link.search);
}
