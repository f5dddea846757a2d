/** Names that the stub and the core share with the manifest. */

/** Names the panel among the webviews of the window, also after it was reloaded. */
export const PANEL_TYPE = 'lossProbe.panel';

export const FINDINGS_VIEW = 'lossProbe.findings';
