import { describe, expect, test } from 'vitest'
import { showLookAlikes, toLowerAscii } from '../../src/domain/look-alike.js'

describe('an address', () => {
  test.each([
    ['laura@contoso.com', 'laura@contoso.com'],
    ['lau\u200Bra@contoso.com', 'lau⟨U+200B⟩ra@contoso.com'],
    ['laura\u200D@contoso.com', 'laura⟨U+200D⟩@contoso.com'],
    ['laura@con\u00ADtoso.com', 'laura@con⟨U+00AD⟩toso.com'],
    ['laura@\u202Emoc.osotnoc', 'laura@⟨U+202E⟩moc.osotnoc'],
    ['laura\u{E0061}@contoso.com', 'laura⟨U+E0061⟩@contoso.com'],
    ['laura\u2062@contoso.com', 'laura⟨U+2062⟩@contoso.com'],
    ['laura\uFE0F@contoso.com', 'laura⟨U+FE0F⟩@contoso.com'],
    ['lau\u034Fra@contoso.com', 'lau⟨U+034F⟩ra@contoso.com'],
    ['laura\u3164@contoso.com', 'laura⟨U+3164⟩@contoso.com'],
    ['laura\u2800@contoso.com', 'laura⟨U+2800⟩@contoso.com'],
    ['1\u20E3laura@contoso.com', '1\u20E3laura@contoso.com ⟨U+20E3⟩'],
    ['l\u0430ura@contoso.com', 'l\u0430ura@contoso.com ⟨\u0430 U+0430⟩'],
    ['\uFF4Caura@contoso.com', '\uFF4Caura@contoso.com ⟨\uFF4C U+FF4C⟩'],
    ['laura\u0300@contoso.com', 'laura\u0300@contoso.com ⟨U+0300⟩'],
    ['jos\u00E9@contoso.com', 'jos\u00E9@contoso.com ⟨\u00E9 U+00E9⟩'],
    ['jose\u0301@contoso.com', 'jose\u0301@contoso.com ⟨U+0301⟩'],
    ['laura@contoso\u3002com', 'laura@contoso\u3002com ⟨\u3002 U+3002⟩'],
    ['laura@c\u043Entoso.com', 'laura@c\u043Entoso.com ⟨\u043E U+043E, xn--cntoso-wqf.com⟩'],
    ['laura@b\u00FCcher.de', 'laura@b\u00FCcher.de ⟨\u00FC U+00FC, xn--bcher-kva.de⟩'],
    ['laura\u00A0@contoso.com', 'laura\u00A0@contoso.com ⟨U+00A0⟩'],
    ['laura\uFF20contoso.com', 'laura\uFF20contoso.com ⟨\uFF20 U+FF20⟩'],
    [
      '\u0441\u043E\u0441\u043E@contoso.com',
      '\u0441\u043E\u0441\u043E@contoso.com ⟨\u0441 U+0441, \u043E U+043E⟩',
    ],
    [
      '\u0434\u0430\u043D\u043D\u044B\u0435@contoso.com',
      '\u0434\u0430\u043D\u043D\u044B\u0435@contoso.com ⟨\u0434 U+0434, \u0430 U+0430, \u043D U+043D, …⟩',
    ],
  ])('%j is shown as %j', (given, shown) => {
    expect(showLookAlikes(given)).toBe(shown)
  })

  test('is looked at by itself inside a sentence', () => {
    expect(showLookAlikes('Forwards to \u201Cl\u0430ura@contoso.com\u201D and kim@contoso.com.')).toBe(
      'Forwards to \u201Cl\u0430ura@contoso.com\u201D ⟨\u0430 U+0430⟩ and kim@contoso.com.',
    )
  })

  test('a run of what cannot be seen is one short mark', () => {
    const run = '\u200B\u200C\u200D\u2060\u2061\u2062'.repeat(50)
    expect(showLookAlikes(`laura${run}@contoso.com`)).toBe('laura⟨U+200B, U+200C, U+200D, …⟩@contoso.com')
  })
})

describe('a name', () => {
  test.each([
    ['\u041Cicrosoft Outlook', '\u041Cicrosoft ⟨\u041C U+041C⟩ Outlook'],
    ['\u{1D5E0}icrosoft', '\u{1D5E0}icrosoft ⟨\u{1D5E0} U+1D5E0⟩'],
    ['\uFF2Dicrosoft', '\uFF2Dicrosoft ⟨\uFF2D U+FF2D⟩'],
    ['Outl\u03BF\u03BFk', 'Outl\u03BF\u03BFk ⟨\u03BF U+03BF⟩'],
    ['RSS\u200B Feeds', 'RSS⟨U+200B⟩ Feeds'],
    ['\u202Egnp.exe', '⟨U+202E⟩gnp.exe'],
    ['black \u{1F3F4}\u{E0061}\u{E0061} flag', 'black \u{1F3F4}⟨U+E0061⟩ flag'],
  ])('%j is shown as %j', (given, shown) => {
    expect(showLookAlikes(given)).toBe(shown)
  })

  test.each([
    ['plain ASCII', 'Sales newsletter\n2. "Q3"'],
    ['accents', 'Jos\u00E9 Gar\u00E7on, Stra\u00DFe, \u0141\u00F3d\u017A'],
    ['another script', '\u041F\u0440\u0438\u043B\u043E\u0436\u0435\u043D\u0438\u0435 Outlook'],
    ['a Russian ending', 'PowerPoint-\u0430'],
    ['Japanese beside Latin', '\u682A\u5F0F\u4F1A\u793E ABC \uFF21\uFF22\uFF23'],
    ['Persian with its joiner', '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645'],
    ['Hindi with its joiner', '\u0915\u094D\u200D\u0937'],
    ['ordinals', '1\u00AA e 2\u00BA'],
    [
      'emoji',
      '\u2705 \u26A0\uFE0F 1\uFE0F\u20E3 \u{1F469}\u{1F3FD}\u200D\u{1F4BB} \u{1F3F3}\uFE0F\u200D\u{1F308}',
    ],
    ['the flag of England', '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
  ])('is left as it is: %s', (_, text) => {
    expect(showLookAlikes(text)).toBe(text)
  })
})

test('only A to Z have a lower case where keys are compared', () => {
  expect(toLowerAscii('Laura@CONTOSO.com \u212A\u0130\u00C4')).toBe('laura@contoso.com \u212A\u0130\u00C4')
})
