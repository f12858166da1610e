import {
  ActionIcon,
  Anchor,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  NavLink,
  Paper,
  Table,
  Tabs,
  Tooltip,
} from '@mantine/core'

/** The house colour: water in a harbour. Shade 8 on white and white on shade 8 pass WCAG AA. */
const harbour: MantineColorsTuple = [
  '#edf8fb',
  '#d9eef4',
  '#b0dde9',
  '#84cadd',
  '#5fb9d2',
  '#43aac7',
  '#2f97b5',
  '#237f9b',
  '#17677f',
  '#0d5063',
]

const slate: MantineColorsTuple = [
  '#f7f9fb',
  '#eff2f6',
  '#e3e8ee',
  '#d1d8e1',
  '#a9b4c2',
  '#7d8998',
  '#5c6878',
  '#445062',
  '#2c3645',
  '#192230',
]

const night: MantineColorsTuple = [
  '#dbe1e9',
  '#b9c3cf',
  '#93a0b0',
  '#6d7b8d',
  '#465364',
  '#303b4a',
  '#232d3a',
  '#18202b',
  '#111821',
  '#0b1017',
]

/**
 * Calm and dense: small type steps, small radii, hairlines in place of shadows. Sizes are set here
 * once, so that a screen never chooses them.
 */
export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 8, dark: 7 },
  colors: { harbour, gray: slate, dark: night },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Anchor: Anchor.extend({ defaultProps: { size: 'sm' } }),
    Input: Input.extend({ defaultProps: { size: 'sm' } }),
    // The placeholder that would take the focus first is no entry of a menu.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } },
      styles: { title: { fontWeight: 600, fontSize: '1rem' } },
    }),
    NavLink: NavLink.extend({ defaultProps: { noWrap: true } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, radius: 'md' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm' } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        withArrow: true,
        openDelay: 200,
        multiline: true,
        maw: 360,
        events: { hover: true, focus: true, touch: true },
      },
    }),
  },
})

/**
 * Where Mantine's own choice is too pale or too loud: words on tinted badges and in alerts reach a
 * contrast of 4.5 on their ground, and lines in the dark are hairlines.
 */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': slate[6],
    '--mantine-color-teal-light-color': '#066649',
    '--mantine-color-teal-text': '#087150',
    '--mantine-color-yellow-light-color': '#7a4d00',
    '--mantine-color-orange-light-color': '#963800',
    '--mantine-color-red-light-color': '#a61e1e',
    '--mantine-color-red-text': '#c22525',
    '--mantine-color-error': '#c22525',
    '--mantine-color-yellow-text': '#8a5a00',
    '--mantine-color-default-border': slate[3],
  },
  dark: {
    '--mantine-color-body': night[8],
    '--mantine-color-dimmed': night[2],
    '--mantine-color-error': '#ff8787',
    '--mantine-color-red-light': '#3a1d22',
    '--mantine-color-red-light-color': '#ffa8a8',
    '--mantine-color-orange-light': '#38261a',
    '--mantine-color-orange-light-color': '#ffc078',
    '--mantine-color-yellow-light': '#332b17',
    '--mantine-color-yellow-light-color': '#ffe066',
    '--mantine-color-teal-light': '#12302b',
    '--mantine-color-teal-light-color': '#63e6be',
    '--mantine-color-blue-light': '#172c42',
    '--mantine-color-blue-light-color': '#8fc7ff',
    '--mantine-color-grape-light': '#33203b',
    '--mantine-color-grape-light-color': '#e599f7',
    '--mantine-color-harbour-light': '#16303b',
    '--mantine-color-harbour-light-color': harbour[3],
    '--mantine-color-red-text': '#ff8787',
    '--mantine-color-default-border': night[5],
  },
})
