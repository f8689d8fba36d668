// Markdown on Adaptive Cards and in Teams messages, to HTML. micromark escapes HTML and drops dangerous addresses by
// itself; headings, code, quotes and images are switched off because Teams' cards do not draw them.
import { micromark } from 'micromark'

const cardsOnly = {
  disable: {
    null: [
      'headingAtx',
      'setextUnderline',
      'codeFenced',
      'codeIndented',
      'codeText',
      'blockQuote',
      'thematicBreak',
      'htmlFlow',
      'htmlText',
      'labelStartImage',
      'definition',
    ],
  },
}

export const toCardHtml = (text: string): string => micromark(text, { extensions: [cardsOnly] })

/** Teams keeps the line breaks of a message; Markdown alone would fold them. */
export const toMessageHtml = (text: string): string => toCardHtml(text.replace(/\n/g, '  \n'))
