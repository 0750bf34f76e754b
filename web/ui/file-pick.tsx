import { FileButton, type FileButtonProps } from '@mantine/core'
import { useRef } from 'react'

type FilePickProps = { accept: string; onPick: (file: File) => void; children: FileButtonProps['children'] }

/** A button that takes a file; the same file may be chosen again, mended meanwhile. */
export function FilePick({ accept, onPick, children }: FilePickProps) {
  const reset = useRef<() => void>(null)
  return (
    <FileButton
      accept={accept}
      resetRef={reset}
      onChange={file => {
        // The browser says nothing of a file that it holds already.
        reset.current?.()
        if (file) onPick(file)
      }}
    >
      {children}
    </FileButton>
  )
}
