// What is made when it is first asked for, and the same ever after. Only for what could as well have been made at the start:
// it takes its time, and not every run needs it.

export function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
