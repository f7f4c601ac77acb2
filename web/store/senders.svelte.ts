// Whose pictures from elsewhere this browser loads without being asked each time.

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
    return this.#list;
  }
  loadsFrom(address: string | undefined): boolean {
    return address !== undefined && this.#list.includes(address.toLowerCase());
  }
  add(address: string): void {
    this.#keep([...this.#list.filter((one) => one !== address.toLowerCase()), address.toLowerCase()].slice(-most));
  }
  remove(address: string): void {
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
