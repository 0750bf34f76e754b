/** Only addresses of this product: a link from outside must not lead away after the sign-in. */
export function pathInside(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/'
}
