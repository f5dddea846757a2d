/** Names the panel among the webviews of the window, also after it was reloaded. */
export const PANEL_TYPE = 'lossProbe.panel';
