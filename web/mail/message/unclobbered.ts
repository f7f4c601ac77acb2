// A form or a document answers for its properties with an element of that name, where there is one:
// <form><input name=firstChild>. What we ask strange nodes, we ask by the prototype's own getters.
function getter<T>(prototype: object, name: string): (node: Node) => T {
  const get = Object.getOwnPropertyDescriptor(prototype, name)!.get!;
  return (node) => get.call(node) as T;
}

export const firstChild = getter<Node | null>(Node.prototype, 'firstChild');
export const nextSibling = getter<Node | null>(Node.prototype, 'nextSibling');
export const nodeType = getter<number>(Node.prototype, 'nodeType');
export const nodeValue = getter<string | null>(Node.prototype, 'nodeValue');
export const textContent = getter<string | null>(Node.prototype, 'textContent');
export const localName = getter<string>(Element.prototype, 'localName');
export const namespace = getter<string | null>(Element.prototype, 'namespaceURI');
export const root = getter<Element>(Document.prototype, 'documentElement');

const attributesOf = getter<NamedNodeMap>(Element.prototype, 'attributes');
const item = NamedNodeMap.prototype.item;

/** Names in lower case, as the parser left them, and values. */
export function attributes(element: Node): Map<string, string> {
  const map = attributesOf(element);
  const all = new Map<string, string>();
  for (let i = 0; ; i++) {
    const one = item.call(map, i);
    if (!one) return all;
    all.set(one.name, one.value);
  }
}
