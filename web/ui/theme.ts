import {
  ActionIcon,
  Autocomplete,
  Badge,
  Button,
  type CSSVariablesResolver,
  Checkbox,
  Chip,
  CloseButton,
  Combobox,
  createTheme,
  Input,
  InputBase,
  Kbd,
  Loader,
  type MantineColorsTuple,
  Menu,
  Modal,
  MultiSelect,
  NumberInput,
  PasswordInput,
  Popover,
  Radio,
  SegmentedControl,
  Select,
  Switch,
  Tabs,
  TagsInput,
  Text,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'
import { DateInput } from '@mantine/dates'

const petrol: MantineColorsTuple = [
  '#e2f0f5',
  '#c4e0ea',
  '#9cc8d8',
  '#6fb0c6',
  '#4598b3',
  '#1f86a6',
  '#0f7595',
  '#0b6784',
  '#09566f',
  '#083f53',
]

const xs = { defaultProps: { size: 'xs' } } as const
const floating = { transitionProps: { duration: 140 }, shadow: 'pop', radius: 'md' } as const

/** Sizes, radii and defaults of every Mantine component; colours come from tokens.css through the resolver below. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 7 },
  colors: { petrol },
  white: '#ffffff',
  black: '#142026',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  fontSizes: { xs: 'var(--t-12)', sm: 'var(--t-13)', md: 'var(--t-14)', lg: 'var(--t-16)', xl: 'var(--t-20)' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '22px', xl: '26px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: 'var(--r-1)', md: 'var(--r-2)', lg: 'var(--r-3)', xl: '16px' },
  defaultRadius: 'md',
  shadows: { pop: 'var(--shadow-pop)', sheet: 'var(--shadow-sheet)', drag: 'var(--shadow-drag)' },
  breakpoints: { xs: '40em', sm: '56.25em', md: '80em', lg: '100em', xl: '120em' },
  focusRing: 'auto',
  cursorType: 'default',
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'var(--ctl)' } }),
    Autocomplete: Autocomplete.extend(xs),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'xs', tt: 'none', fw: 500 } }),
    Button: Button.extend({ defaultProps: { size: 'xs', variant: 'default' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', radius: 'xs' } }),
    Chip: Chip.extend({ defaultProps: { size: 'xs', variant: 'outline' } }),
    CloseButton: CloseButton.extend({ defaultProps: { size: 'sm' } }),
    Combobox: Combobox.extend({ defaultProps: { ...floating, size: 'xs', offset: 4 } }),
    DateInput: DateInput.extend(xs),
    // The page never scrolls as a whole, so there is nothing to lock; Esc is handled one layer at a time.
    Input: Input.extend({ defaultProps: { size: 'xs' } }),
    InputBase: InputBase.extend(xs),
    InputWrapper: Input.Wrapper.extend({ defaultProps: { size: 'xs' } }),
    Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
    Loader: Loader.extend({ defaultProps: { size: 'xs' } }),
    // As in any menu of an operating system, its first item is the one that Enter takes.
    Menu: Menu.extend({ defaultProps: { ...floating, offset: 4, withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, closeOnEscape: false, transitionProps: { duration: 140 } },
    }),
    MultiSelect: MultiSelect.extend(xs),
    NumberInput: NumberInput.extend({ defaultProps: { size: 'xs', hideControls: true } }),
    PasswordInput: PasswordInput.extend(xs),
    Popover: Popover.extend({ defaultProps: { ...floating, offset: 4 } }),
    Radio: Radio.extend(xs),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Select: Select.extend({ defaultProps: { size: 'xs', checkIconPosition: 'right' } }),
    Switch: Switch.extend(xs),
    TagsInput: TagsInput.extend(xs),
    Tabs: Tabs.extend({ defaultProps: { radius: 0 } }),
    Text: Text.extend({ defaultProps: { size: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs', autosize: true } }),
    TextInput: TextInput.extend(xs),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, radius: 'sm', transitionProps: { duration: 80 } } }),
  },
})

const colours: Record<string, string> = {
  '--mantine-color-body': 'var(--sheet)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-success': 'var(--good)',
  '--mantine-color-anchor': 'var(--accent-ink)',
  '--mantine-color-default': 'var(--field)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--edge)',
  '--mantine-color-disabled': 'var(--press)',
  '--mantine-color-disabled-color': 'var(--ink-2)',
  '--mantine-color-disabled-border': 'var(--line-strong)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
}
for (const name of ['petrol', 'blue']) {
  colours[`--mantine-color-${name}-filled`] = 'var(--accent)'
  colours[`--mantine-color-${name}-filled-hover`] = 'var(--accent-hover)'
  colours[`--mantine-color-${name}-light`] = 'var(--accent-soft)'
  colours[`--mantine-color-${name}-light-hover`] = 'var(--accent-soft)'
  colours[`--mantine-color-${name}-light-color`] = 'var(--accent-ink)'
  colours[`--mantine-color-${name}-outline`] = 'var(--accent-ink)'
  colours[`--mantine-color-${name}-outline-hover`] = 'var(--hover)'
}
for (const [name, token] of [
  ['red', 'bad'],
  ['orange', 'due'],
  ['green', 'good'],
] as const) {
  colours[`--mantine-color-${name}-filled`] = `var(--${token}-fill)`
  colours[`--mantine-color-${name}-light`] = `var(--${token}-soft)`
  colours[`--mantine-color-${name}-light-hover`] = `var(--${token}-soft)`
  colours[`--mantine-color-${name}-light-color`] = `var(--${token})`
  colours[`--mantine-color-${name}-outline`] = `var(--${token})`
}
colours['--mantine-color-gray-light'] = 'var(--hover)'
colours['--mantine-color-gray-light-hover'] = 'var(--hover)'
colours['--mantine-color-gray-light-color'] = 'var(--ink-2)'

/** Every Mantine colour is a token, in both schemes alike: tokens.css switches them. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...colours, '--mantine-color-scheme': 'light' },
  dark: { ...colours, '--mantine-color-scheme': 'dark' },
})
