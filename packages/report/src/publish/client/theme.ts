type Theme = 'light' | 'dark';

const storageKey = 'stackbench-theme';

/** The button that exchanges light and dark. Without it the page follows the system. */
export function startTheme(button: HTMLElement, changed: () => void): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let chosen = remembered();
  const current = (): Theme => chosen ?? (dark.matches ? 'dark' : 'light');
  const apply = () => {
    const theme = current();
    document.documentElement.dataset['theme'] = theme;
    button.textContent = theme === 'dark' ? 'Light theme' : 'Dark theme';
    changed();
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    chosen = current() === 'dark' ? 'light' : 'dark';
    remember(chosen);
    apply();
  });
  dark.addEventListener('change', apply);
  apply();
}

// Browsers may refuse storage to pages opened from a file.
function remembered(): Theme | null {
  try {
    const value = localStorage.getItem(storageKey);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // The choice then lasts as long as the page.
  }
}
