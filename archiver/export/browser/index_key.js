/**
 * The keys by which a WACZ's index is searched (SURT): each must be of the address that its line says.
 *
 * Whoever makes one turns the host around and puts the rest into an order of its own. So what is compared is not the
 * form but what it is made of: the parts of the host in their order, and the letters and digits of all that follows.
 */

import { latin1, utf8 } from "./bytes.js";

const WWW = /^www\d*\./;
/** What those who make keys leave out, with what belongs to it: ids of sessions, and steps to a folder above. */
const REWRITTEN = /(?:jsessionid|phpsessid|sid|cfid|cftoken)=|aspsessionid|\([a-z]\(|\/\.{1,2}(?:[/?]|$)/i;
const ASCII = /^[\x00-\x7f]*$/;
/** How often an address may be escaped. */
const MOST = 8;

/** Tell whether a key, without its time, can be that of an address. */
export function fits(key, address) {
  const match = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(address);
  if (!match) return letters(key) === letters(latin1(utf8(address)));
  const host = match[1].slice(match[1].lastIndexOf("@") + 1).toLowerCase().replace(/:\d*$/, "").replace(/\.+$/, "");
  const [named] = key.split(")", 1);
  if (host.startsWith("[") !== host.endsWith("]")) return false;
  // Of hosts in other letters, and numbers of the sixth version, keys have a form of their own.
  const isPlain = ASCII.test(host) && !host.startsWith("[");
  if (isPlain && host.replace(WWW, "").split(".").reverse().join(",") !== named.split(":")[0]) return false;
  return REWRITTEN.test(address.split("#", 1)[0]) || letters(key.slice(named.length)) === letters(latin1(utf8(match[2])));
}

/** Give the letters and digits of a text, unescaped, in order of the alphabet. */
function letters(text) {
  let found = text;
  for (let time = 0; time < MOST; time += 1) {
    found = found.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
  }
  return (found.toLowerCase().match(/[a-z0-9]/g) ?? []).sort().join("");
}
