/** How a bundle is chosen: by a button, or dropped onto the page. What is chosen is only read. */

/** Give what was chosen with a button: files by their paths below the folder that was chosen. */
export function fromFolder(list) {
  return { files: [...list].map((file) => [below(file.webkitRelativePath || file.name), file]) };
}

function below(path) {
  return path.slice(path.indexOf("/") + 1);
}

/** Give what was dropped, a folder or a ZIP file; null where it is neither, or the browser does not let it be read. */
export async function fromDrop(transfer) {
  // Asked for at once: behind the first wait the browser has forgotten what was dropped.
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const handles = items.map((item) => item.getAsFileSystemHandle?.() ?? null);
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  const files = items.map((item) => item.getAsFile());
  if (items.length !== 1) return null;
  if (entries[0] && !entries[0].isDirectory) return files[0] && { zip: files[0] };
  return (await byHandle(handles[0])) ?? (await byEntry(entries[0]));
}

/** Pages from a disk may read a dropped folder in this way in some browsers, */
async function byHandle(asked) {
  try {
    const handle = await asked;
    if (handle?.kind !== "directory") return null;
    const found = [];
    const folders = [["", handle]];
    while (folders.length) {
      const [above, folder] = folders.pop();
      for await (const [name, each] of folder.entries()) {
        if (each.kind === "directory") folders.push([`${above}${name}/`, each]);
        else found.push([`${above}${name}`, await each.getFile()]);
      }
    }
    return { files: found };
  } catch {
    return null;
  }
}

/** and in this way in others. */
async function byEntry(entry) {
  try {
    if (!entry?.isDirectory) return null;
    const found = [];
    const folders = [["", entry]];
    while (folders.length) {
      const [above, folder] = folders.pop();
      for (const each of await childrenOf(folder)) {
        if (each.isDirectory) folders.push([`${above}${each.name}/`, each]);
        else found.push([`${above}${each.name}`, await new Promise((give, fail) => each.file(give, fail))]);
      }
    }
    return { files: found };
  } catch {
    return null;
  }
}

async function childrenOf(folder) {
  const reader = folder.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((give, fail) => reader.readEntries(give, fail));
    if (!some.length) return found;
    found.push(...some);
  }
}
