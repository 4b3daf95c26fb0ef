/** CRC-32, as ZIP and gzip have it (RFC 1952, section 8): four bytes at a time. */

const tables = [new Int32Array(256), new Int32Array(256), new Int32Array(256), new Int32Array(256)];
for (let value = 0; value < 256; value += 1) {
  let found = value;
  for (let bit = 0; bit < 8; bit += 1) found = found & 1 ? (found >>> 1) ^ 0xedb88320 : found >>> 1;
  tables[0][value] = found;
}
for (let value = 0; value < 256; value += 1) {
  for (let table = 1; table < 4; table += 1) {
    const before = tables[table - 1][value];
    tables[table][value] = (before >>> 8) ^ tables[0][before & 255];
  }
}

/** Give the sum of bytes behind those that an earlier sum is of. */
export function crc32(bytes, from = 0, to = bytes.length, earlier = 0) {
  const [one, two, three, four] = tables;
  let found = ~earlier;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    found ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    found = four[found & 255] ^ three[(found >>> 8) & 255] ^ two[(found >>> 16) & 255] ^ one[found >>> 24];
  }
  for (; at < to; at += 1) found = one[(found ^ bytes[at]) & 255] ^ (found >>> 8);
  return ~found >>> 0;
}
