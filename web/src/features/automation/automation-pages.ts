/** The sub-pages of the automation, in the order of their links. */
export const AUTOMATION_PAGES = [
  { id: 'forecast', to: '/admin/automation' },
  { id: 'brake', to: '/admin/automation/brake' },
  { id: 'runs', to: '/admin/automation/runs' },
  { id: 'proof', to: '/admin/automation/proof' },
] as const
