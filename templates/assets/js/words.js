/** Marks a message: the build puts the words of the page's language in its place, so that no page loads this. */
export const _ = (parts, ...values) => String.raw({ raw: parts }, ...values);
