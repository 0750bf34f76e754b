import { Sheet } from '../ui/sheet.tsx'

type RegistrationFormProps = { clientId: string | undefined; prospectId: string | undefined; onClose: () => void }

export default function RegistrationForm({ onClose }: RegistrationFormProps) {
  return (
    <Sheet opened onClose={onClose} title="Новый Интерес" size="form">
      {null}
    </Sheet>
  )
}
