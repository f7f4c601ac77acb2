// What is said of something just done, for a while, with a way back.

export interface Said {
  id: number;
  text: string;
  /** The way back; without one the words alone are shown. */
  undo: (() => void) | null;
  /** Something that went wrong: it stays until it is dismissed. */
  isProblem: boolean;
}

// Long enough to read a line and reach for the button (WCAG 2.2.1 is met by ctrl+z, which outlives the words).
const shownFor = 8_000;

class Undo {
  said = $state<Said[]>([]);
  private counter = 0;
  private readonly past: (() => void)[] = [];

  /** Tells what was done; `undo` takes it back. `shown` in milliseconds. */
  done(text: string, undo: (() => void) | null = null, shown = shownFor): () => void {
    if (undo) this.past.push(undo);
    return this.say({ text, undo, isProblem: false }, shown);
  }

  problem(text: string): void {
    this.say({ text, undo: null, isProblem: true }, 0);
  }

  dismiss(id: number): void {
    this.said = this.said.filter((one) => one.id !== id);
  }

  take(id: number): void {
    const one = this.said.find((each) => each.id === id);
    this.dismiss(id);
    if (!one?.undo) return;
    const at = this.past.lastIndexOf(one.undo);
    if (at >= 0) this.past.splice(at, 1);
    one.undo();
  }

  /** The last thing that can be taken back is. */
  takeLast(): boolean {
    const undo = this.past.pop();
    if (!undo) return false;
    this.said = this.said.filter((one) => one.undo !== undo);
    undo();
    return true;
  }

  private say(what: Omit<Said, 'id'>, shown: number): () => void {
    const id = ++this.counter;
    this.said = [...this.said.slice(-2), { ...what, id }];
    if (shown > 0) setTimeout(() => this.dismiss(id), shown);
    return () => this.dismiss(id);
  }
}

export const undo = new Undo();
