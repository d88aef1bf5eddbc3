const MARK = "#proposer=";
/** Length of the mark and of an address in hex. */
const SUFFIX = 52;

/** First line of a proposal's description, without the marks of a heading and without the name of its proposer. */
export function titleOf(description: string): string {
  const end = description.length - SUFFIX;
  const marked = end >= 0 && description.indexOf(MARK, end) == end;
  const text = marked ? description.slice(0, end) : description;
  let title = text.trim().split("\n")[0];
  while (title.startsWith("#")) title = title.slice(1);
  return title.trim();
}
