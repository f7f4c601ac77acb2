// Dialogs that are open, the last on top. A component of one is given what it needs and `onclose`.
import type { Component } from 'svelte';

interface Open {
  id: number;
  Component: Component<any>;
  props: Record<string, unknown>;
}

class Dialogs {
  open: Open[] = $state.raw([]);
  private counter = 0;

  show<P extends { onclose: () => void }>(component: Component<P>, props: Omit<P, 'onclose'>): () => void {
    const id = ++this.counter;
    this.open = [...this.open, { id, Component: component as Component<any>, props }];
    return () => this.close(id);
  }
  close(id: number): void {
    this.open = this.open.filter((one) => one.id !== id);
  }
}

export const dialogs = new Dialogs();
