// Printing: the message alone, as wide as the paper. What is not of it is hidden while it prints (style/base.css).

/** The article of this message is what is printed. */
export function printMessage(emailId: string): void {
  const article = document.querySelector(`[data-email="${CSS.escape(emailId)}"]`);
  const pane = article?.closest('.reading');
  if (!article || !pane) return;
  article.classList.add('printed');
  document.documentElement.classList.add('printing');
  const done = (): void => {
    article.classList.remove('printed');
    document.documentElement.classList.remove('printing');
  };
  window.addEventListener('afterprint', done, { once: true });
  window.print();
}
