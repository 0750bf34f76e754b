import { Sheet } from '../ui/sheet.tsx'

export default function InterestSheet({ id, onClose }: { id: string; onClose: () => void }) {
  return (
    <Sheet opened onClose={onClose} title={id} size="interest" closesOutside>
      {null}
    </Sheet>
  )
}
