// Runs before the first paint, so that a chosen theme never flashes; the content policy forbids an inline script.
try {
  var theme = localStorage.getItem('splot-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Without storage the system's theme stands.
}
