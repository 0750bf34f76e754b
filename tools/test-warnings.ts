/** A leak of listeners is a defect: the warning becomes an error, and an error that nobody awaits fails the run. */
const mark = Symbol.for('interes.test-warnings')
const holder = globalThis as { [mark]?: true }

// files of one worker share the process, so the listener is added once
if (holder[mark] === undefined) {
  holder[mark] = true
  process.on('warning', warning => {
    if (warning.name === 'MaxListenersExceededWarning') throw warning
  })
}
