// A picture for a card: square, small, and nothing in it but the picture (no place, no camera).
const side = 320;

/** As a data: address; null for what is no picture. */
export async function picture(file: Blob): Promise<string | null> {
  try {
    const image = await createImageBitmap(file);
    const edge = Math.min(image.width, image.height);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.min(side, edge);
    const context = canvas.getContext('2d');
    if (!context || !edge) return null;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, (image.width - edge) / 2, (image.height - edge) / 2, edge, edge, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/jpeg', 0.86);
  } catch {
    return null;
  }
}
