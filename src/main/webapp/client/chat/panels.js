// What stands in the bar as a button at first. It comes when one is pressed.

export { MemberPanel } from './member-panel.js';
export { alerts, SettingsPanel } from './settings-panel.js';
