// What a menu (Menu.svelte) offers.
import type { IconName } from './icons';

export interface MenuItem {
  label: string;
  icon?: IconName;
  keys?: string;
  checked?: boolean;
  danger?: boolean;
  disabled?: boolean;
  /** A line above it. */
  begins?: boolean;
  run: () => void;
}
