/** Colours of VS Code's default themes that the panel uses, as VS Code hands them to a webview. */
interface Theme {
  /** Class of the body. */
  readonly kind: 'vscode-dark' | 'vscode-light' | 'vscode-high-contrast';
  readonly colours: Readonly<Record<string, string>>;
}

const font = { 'font-family': "system-ui, 'DejaVu Sans', sans-serif", 'font-size': '13px', 'editor-font-family': 'monospace' };

const dark: Theme = {
  kind: 'vscode-dark',
  colours: {
    ...font,
    foreground: '#cccccc',
    descriptionForeground: '#9d9d9d',
    'editor.background': '#1f1f1f',
    'panel.border': '#2b2b2b',
    'textBlockQuote.background': '#2b2b2b',
    'textLink.foreground': '#4daafc',
    'textLink.activeForeground': '#4daafc',
    'button.background': '#0078d4',
    'button.foreground': '#ffffff',
    'button.hoverBackground': '#026ec1',
    'button.secondaryBackground': '#313131',
    'button.secondaryForeground': '#cccccc',
    'button.secondaryHoverBackground': '#3c3c3c',
    focusBorder: '#0078d4',
    'dropdown.background': '#313131',
    'dropdown.foreground': '#cccccc',
    'dropdown.border': '#3c3c3c',
    'editorError.foreground': '#f14c4c',
    'editorWarning.foreground': '#cca700',
    'testing.iconPassed': '#73c991',
    'inputValidation.warningBackground': '#352a05',
    'inputValidation.warningBorder': '#b89500',
    'list.hoverBackground': '#2a2d2e',
    'progressBar.background': '#0078d4',
    'charts.yellow': '#cca700',
    'charts.blue': '#3794ff',
    'charts.green': '#89d185',
    'charts.purple': '#b180d7',
    'charts.red': '#f14c4c',
  },
};

const light: Theme = {
  kind: 'vscode-light',
  colours: {
    ...dark.colours,
    foreground: '#3b3b3b',
    descriptionForeground: '#717171',
    'editor.background': '#ffffff',
    'panel.border': '#e5e5e5',
    'textBlockQuote.background': '#f8f8f8',
    'textLink.foreground': '#005fb8',
    'textLink.activeForeground': '#005fb8',
    'button.background': '#005fb8',
    'button.hoverBackground': '#0258a8',
    'button.secondaryBackground': '#e5e5e5',
    'button.secondaryForeground': '#3b3b3b',
    'button.secondaryHoverBackground': '#cccccc',
    focusBorder: '#005fb8',
    'dropdown.background': '#ffffff',
    'dropdown.foreground': '#3b3b3b',
    'dropdown.border': '#cecece',
    'editorError.foreground': '#e51400',
    'editorWarning.foreground': '#bf8803',
    'testing.iconPassed': '#388a34',
    'inputValidation.warningBackground': '#f6f5d2',
    'list.hoverBackground': '#f2f2f2',
    'progressBar.background': '#005fb8',
    'charts.yellow': '#bf8803',
    'charts.blue': '#1a85ff',
    'charts.green': '#388a34',
    'charts.purple': '#652d90',
    'charts.red': '#e51400',
  },
};

const contrast: Theme = {
  kind: 'vscode-high-contrast',
  colours: {
    ...font,
    foreground: '#ffffff',
    descriptionForeground: 'rgba(255, 255, 255, 0.7)',
    'editor.background': '#000000',
    contrastBorder: '#6fc3df',
    'panel.border': '#6fc3df',
    'textLink.foreground': '#21a6ff',
    'textLink.activeForeground': '#21a6ff',
    'button.background': '#000000',
    'button.foreground': '#ffffff',
    'button.border': '#6fc3df',
    'button.secondaryForeground': '#ffffff',
    focusBorder: '#f38518',
    'dropdown.background': '#000000',
    'dropdown.foreground': '#ffffff',
    'dropdown.border': '#6fc3df',
    'editorError.foreground': '#f14c4c',
    'editorWarning.foreground': '#ffd700',
    'testing.iconPassed': '#73c991',
    'inputValidation.warningBorder': '#6fc3df',
    'progressBar.background': '#6fc3df',
    'charts.yellow': '#ffd700',
    'charts.blue': '#3794ff',
    'charts.green': '#89d185',
    'charts.purple': '#b180d7',
    'charts.red': '#f14c4c',
  },
};

export const themes: Readonly<Record<'dark' | 'light' | 'contrast', Theme>> = { dark, light, contrast };
