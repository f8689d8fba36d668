// What options mean.
import { InvalidArgumentError } from 'commander'

/** @throws InvalidArgumentError */
export function toSeconds(text: string): number {
  const seconds = Number(text)
  if (text.trim() !== '' && Number.isInteger(seconds) && seconds >= 0 && seconds <= 3_600) return seconds
  throw new InvalidArgumentError('Say a whole number from 0 to 3600.')
}

/** "a, b" */
export function toList(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
