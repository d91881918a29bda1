// The shapes that pages are made of. Each file's first comment says what it is for.
export { default as Badge } from './Badge.svelte';
export { default as Button } from './Button.svelte';
export { default as Combobox, type Choice } from './Combobox.svelte';
export { default as Dialog } from './Dialog.svelte';
export { default as EmptyState } from './EmptyState.svelte';
export { default as ErrorBox } from './ErrorBox.svelte';
export { default as Field } from './Field.svelte';
export { default as Icon, type IconName } from './Icon.svelte';
export { default as Loading } from './Loading.svelte';
export { default as Notice } from './Notice.svelte';
export { default as Progress } from './Progress.svelte';
export { default as Stepper, type Step } from './Stepper.svelte';
export { default as Table } from './Table.svelte';
export { default as Tabs } from './Tabs.svelte';
export { default as Title } from './Title.svelte';
