using AnoGan.Images;

namespace AnoGan.Training;

/// <summary>
/// Keeps the sheets of pictures of a training in its unfinished folder, under the names that they have in the model.
/// </summary>
/// <param name="folder">The unfinished folder.</param>
internal sealed class TrainingPictures(string folder)
{
    private readonly List<string> _unflushed = [];

    /// <summary>Puts the sheet of training images there.</summary>
    /// <param name="sheet">The sheet.</param>
    public void AddTrainingImages(PixelImage sheet) =>
        Write(Path.Combine(folder, TrainingRecord.TrainingImagesName), sheet);

    /// <summary>Adds the sheets of a step.</summary>
    /// <param name="step">Generator steps made.</param>
    /// <param name="samples">Generated pictures.</param>
    /// <param name="reconstructions">Held-out images; null for none.</param>
    public void Add(int step, PixelImage samples, PixelImage? reconstructions)
    {
        Write(PathOf(TrainingRecord.SamplesName, step), samples);
        if (reconstructions is not null)
            Write(PathOf(TrainingRecord.ReconstructionsName, step), reconstructions);
    }

    /// <summary>Whether the generated pictures of a step are there.</summary>
    /// <param name="step">Generator steps made.</param>
    public bool Has(int step) => File.Exists(PathOf(TrainingRecord.SamplesName, step));

    /// <summary>
    /// Deletes sheets of the past until they are as far apart as those that are to come: about 40 stay, however long
    /// the run. Which ones is a function of the last step alone, so that it is the same for a resumed run.
    /// </summary>
    /// <param name="last">The last step of which there is a sheet; it stays, as does the first.</param>
    /// <param name="interval">Steps from one check to the next.</param>
    public void Thin(int last, long interval) => Delete(step => step != 1 && step != last && step % interval != 0);

    /// <summary>Deletes the sheets of steps that are to be made again.</summary>
    /// <param name="step">The last step that counts.</param>
    public void GoBackTo(int step) => Delete(other => other > step);

    /// <summary>Deletes everything; a folder stays if somebody put something else into it.</summary>
    public void Clear()
    {
        File.Delete(Path.Combine(folder, TrainingRecord.TrainingImagesName));
        Delete(_ => true);
        foreach (
            string sheets in TrainingRecord.Folders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        {
            if (!Directory.EnumerateFileSystemEntries(sheets).Any())
                Directory.Delete(sheets);
        }
    }

    /// <summary>Waits until all sheets are on the disk.</summary>
    public void FlushToDisk()
    {
        foreach (string path in _unflushed.Where(File.Exists))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            stream.Flush(flushToDisk: true);
        }

        _unflushed.Clear();
    }

    private void Write(string path, PixelImage sheet)
    {
        ImageCodec.WritePng(path, sheet);
        _unflushed.Add(path);
    }

    private string PathOf(string name, int step) => Path.Combine(folder, name, TrainingRecord.SheetName(step));

    private void Delete(Predicate<int> isDeleted)
    {
        foreach (
            (int step, string path) in TrainingRecord.Folders.SelectMany(name => TrainingRecord.Sheets(folder, name)))
        {
            if (isDeleted(step))
                File.Delete(path);
        }
    }
}
