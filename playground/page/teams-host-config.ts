// How Teams dresses Adaptive Cards: its type ramp, spacing and colours, light and dark.
import { HostConfig } from 'adaptivecards'
import type { Theme } from './use-theme.js'

interface Palette {
  readonly text: string
  readonly subtle: string
  readonly line: string
  readonly accent: string
  readonly attention: string
  readonly good: string
  readonly warning: string
  readonly surfaces: Readonly<
    Record<'default' | 'emphasis' | 'accent' | 'attention' | 'good' | 'warning', string>
  >
}

const light: Palette = {
  text: '#242424',
  subtle: '#616161',
  line: '#e0e0e0',
  accent: '#5b5fc7',
  attention: '#b10e1c',
  good: '#107c41',
  warning: '#8a5300',
  surfaces: {
    default: 'transparent',
    emphasis: '#f5f5f5',
    accent: '#e8ebfa',
    attention: '#fdeeee',
    good: '#eaf6ea',
    warning: '#fef5df',
  },
}

const dark: Palette = {
  text: '#ffffff',
  subtle: '#adadad',
  line: '#3d3d3d',
  accent: '#9299f7',
  attention: '#ff9aa2',
  good: '#8fd79b',
  warning: '#f5c26b',
  surfaces: {
    default: 'transparent',
    emphasis: '#333333',
    accent: '#2f2f4a',
    attention: '#45242a',
    good: '#1f3d2b',
    warning: '#443717',
  },
}

export function createHostConfig(theme: Theme): HostConfig {
  const palette = theme === 'dark' ? dark : light
  return new HostConfig({
    fontFamily: 'var(--teams-font)',
    supportsInteractivity: true,
    fontSizes: { small: 12, default: 14, medium: 15, large: 17, extraLarge: 21 },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 21, large: 23, extraLarge: 27 },
    spacing: { small: 6, default: 10, medium: 16, large: 22, extraLarge: 28, padding: 14 },
    // Below the channel's name.
    textBlock: { headingLevel: 3 },
    separator: { lineThickness: 1, lineColor: palette.line },
    containerStyles: toContainerStyles(palette),
    actions: {
      maxActions: 6,
      spacing: 'medium',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 12 },
    },
    inputs: {
      label: {
        requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
        optionalInputs: { weight: 'bolder' },
      },
      errorMessage: { color: 'attention', spacing: 'small' },
    },
    factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 160 }, value: { wrap: true }, spacing: 18 },
    adaptiveCard: { allowCustomStyle: false },
  })
}

function toContainerStyles(palette: Palette): object {
  const both = (normal: string) => ({ default: normal, subtle: palette.subtle })
  const foregroundColors = {
    default: { default: palette.text, subtle: palette.subtle },
    dark: both(palette.text),
    light: both(palette.subtle),
    accent: both(palette.accent),
    attention: both(palette.attention),
    good: both(palette.good),
    warning: both(palette.warning),
  }
  const styles = Object.entries(palette.surfaces).map(([name, backgroundColor]) => [
    name,
    { backgroundColor, foregroundColors },
  ])
  return Object.fromEntries(styles) as object
}
