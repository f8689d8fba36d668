import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { SendIcon } from './icons.js'

interface ComposerProps {
  readonly label: string
  readonly placeholder: string
  /** Lines worth trying; a press puts one into the field. */
  readonly suggestions: readonly string[]
  readonly children?: ReactNode
  onSend(text: string): Promise<unknown>
}

/** One line and a send button; what was typed is kept until it is sent. */
export function Composer({ label, placeholder, suggestions, children, onSend }: ComposerProps) {
  const [text, setText] = useState('')
  const [sending, setSending] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '' || sending) return
    setSending(true)
    setText('')
    await onSend(text)
    setSending(false)
    field.current?.focus()
  }
  const suggest = (line: string) => {
    setText(line)
    field.current?.focus()
  }

  return (
    <form className="composer" onSubmit={(event) => void send(event)} aria-busy={sending}>
      {children}
      <div className="composer-suggestions">
        {suggestions.map((line) => (
          <button key={line} type="button" onClick={() => suggest(line)}>
            {line}
          </button>
        ))}
      </div>
      <div className="composer-box">
        <input
          ref={field}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={placeholder}
          aria-label={label}
          maxLength={4000}
          autoComplete="off"
          enterKeyHint="send"
        />
        <button type="submit" disabled={text.trim() === ''} aria-label="Send">
          <SendIcon />
        </button>
      </div>
    </form>
  )
}
