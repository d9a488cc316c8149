// @ts-check
// Runs before the first paint, so that a scheme that was chosen does not flash in the other one.
document.documentElement.dataset.theme = localStorage.getItem('leadmock-theme') ?? 'auto';
