// Outside text in Slack: mrkdwn as Slack documents it, read strictly.

/**
 * Slack has no escape for its delimiters, so they become look-alikes wherever they could open or close something. Between
 * two letters or digits Slack leaves them alone, and so do we: first_last@contoso.com can still be copied.
 */
const delimiters = /(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`/g
const lookAlikes: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' }

/** `:name:` draws an emoji, also a workspace's own. Hexadecimal groups are left alone: they are IPv6 addresses. */
const shortcode = /:(?![\da-f]+:)(?=[a-z\d_+'-]*[a-z+])([a-z\d_+'-]+)(?=:)/gi

export function toPlain(text: string): string {
  return text.replace(shortcode, '∶$1')
}

/** `<!channel>`, `<@U1>` and `<url|label>` all need the `<`; a bare address is drawn as a link unless it is broken. */
export function toMrkdwn(text: string): string {
  return toPlain(text)
    .replaceAll('://', '[:]//')
    .replace(delimiters, (character) => lookAlikes[character] ?? character)
    .replace(/^([^\S\n\r\u2028\u2029]*)>/gm, '$1›')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** An address inside `<address|label>`. */
export function toMrkdwnUrl(url: string): string {
  return url.replaceAll('|', '%7C').replaceAll('&', '&amp;').replaceAll('<', '%3C').replaceAll('>', '%3E')
}

/** In an element that Slack takes to the letter: what clients might turn into a link or an emoji by themselves stays a text. */
export function toRich(text: string): string {
  return toPlain(text).replaceAll('://', '[:]//')
}
