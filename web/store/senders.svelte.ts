// Whose pictures from elsewhere are loaded without being asked each time: kept by the server among the preferences, or
// by this browser where the server keeps none.
import { preferences } from './preferences.svelte';

const key = 'bailey.pictures-from';
const most = 500; // the oldest go

function kept(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

class Senders {
  #list: string[] = $state(kept());

  get all(): readonly string[] {
    return preferences.areKept ? Object.keys(preferences.now.remoteContentTrusted).sort() : this.#list;
  }
  loadsFrom(address: string | undefined): boolean {
    return address !== undefined && this.all.includes(address.toLowerCase());
  }
  add(address: string): void {
    if (preferences.areKept) return void preferences.keep('remoteContentTrusted', address.toLowerCase());
    this.#keep([...this.#list.filter((one) => one !== address.toLowerCase()), address.toLowerCase()].slice(-most));
  }
  remove(address: string): void {
    if (preferences.areKept) return void preferences.keep('remoteContentTrusted', address.toLowerCase(), false);
    this.#keep(this.#list.filter((one) => one !== address.toLowerCase()));
  }
  #keep(list: string[]): void {
    this.#list = list;
    try {
      localStorage.setItem(key, JSON.stringify(list));
    } catch {
      // A browser that keeps nothing: the choice lasts as long as the page.
    }
  }
}

export const senders = new Senders();
