// The page's own line icons; all of them are decoration beside words or labels.
import type { ReactNode } from 'react'

const icon = (children: ReactNode) => (
  <svg
    viewBox="0 0 20 20"
    width="1em"
    height="1em"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
)

export const EyeIcon = () =>
  icon(
    <>
      <path d="M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10Z" />
      <circle cx="10" cy="10" r="2.3" />
    </>,
  )
export const SendIcon = () => icon(<path d="M3 10 17 3.5 13.5 17l-3.2-5.3L3 10Zm7.3 1.7L17 3.5" />)
export const CloseIcon = () => icon(<path d="m5 5 10 10M15 5 5 15" />)
export const DownIcon = () => icon(<path d="M10 4v12m-5-5 5 5 5-5" />)
export const WarningIcon = () => icon(<path d="M10 3 18 16.5H2L10 3Zm0 5v4m0 2.4v.1" />)
export const ReplyIcon = () => icon(<path d="M8 5 3.5 9.5 8 14M4 9.5h7a5.5 5.5 0 0 1 5.5 5.5" />)
export const HourglassIcon = () =>
  icon(
    <path d="M5.5 2.5h9m-9 15h9M6.5 2.5c0 4 2 5 3.5 7.5-1.5 2.5-3.5 3.5-3.5 7.5m7-15c0 4-2 5-3.5 7.5 1.5 2.5 3.5 3.5 3.5 7.5" />,
  )
export const DeskIcon = () =>
  icon(<path d="M3 6h6m5 0h3M3 14h2m5 0h7M9 3.8v4.4m5-4.4v4.4M5 11.8v4.4m5-4.4v4.4M9 6h5M5 14h5" />)
export const StormIcon = () => icon(<path d="M11.5 2 5 11.2h4.6L8.2 18 15 8.6h-4.7L11.5 2Z" />)
export const SunIcon = () =>
  icon(
    <>
      <circle cx="10" cy="10" r="3.4" />
      <path d="M10 2v1.8M10 16.2V18M2 10h1.8M16.2 10H18M4.3 4.3l1.3 1.3M14.4 14.4l1.3 1.3M4.3 15.7l1.3-1.3M14.4 5.6l1.3-1.3" />
    </>,
  )
export const MoonIcon = () => icon(<path d="M16.5 12.3A7 7 0 0 1 7.7 3.5a7 7 0 1 0 8.8 8.8Z" />)
export const EnvelopeIcon = () => icon(<path d="M3 5.5h14v9.5H3zm0 .5 7 5.5L17 6" />)
