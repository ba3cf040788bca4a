using System.Security.Cryptography;
using System.Text;
using Tensorboard;

namespace AnoGan.Training.TensorBoard;

/// <summary>
/// A folder of event files that TensorBoard shows as one run. A training that is resumed writes another file, which
/// sorts after the others; what these say of steps that are made again is cut off, and the new file makes a reader that
/// is running forget it. The files of one training are listed where its checkpoints are; those of an earlier training
/// of the same model are no longer listed, and stay until they are replaced.
/// </summary>
internal sealed class EventFolder
{
    private const string Prefix = "events.out.tfevents.";

    private readonly string _folder;
    private readonly string _suffix;
    private readonly string _list;

    /// <summary>Names a folder, which need not exist.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="owner">What the events are of: the files of another owner are never touched.</param>
    /// <param name="list">
    /// The file that names the event files of the training that is at work; it need not exist, its folder must to open
    /// a file.
    /// </param>
    public EventFolder(string folder, string owner, string list)
    {
        (_folder, _list) = (folder, list);
        _suffix = $".anogan-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)))[..12]}";
    }

    /// <summary>Refuses a folder with event files that must not be touched.</summary>
    /// <param name="replaces">Whether files of an earlier training of the same owner may be there.</param>
    /// <exception cref="AnoGanException">
    /// There are others than these and those of the training that is at work.
    /// </exception>
    public void Check(bool replaces)
    {
        if (File.Exists(_folder))
            throw new AnoGanException($"{_folder}: is a file, expected a folder for event files; move it away, or "
                + "name another folder with --tensorboard");
        if (!Directory.Exists(_folder))
            return;
        IReadOnlyList<string> expected = replaces ? Ours() : Listed();
        string? other = Directory.EnumerateFiles(_folder).Except(expected).Select(path => Path.GetFileName(path))
            .Where(name => name.Contains("tfevents", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .FirstOrDefault();
        if (other is not null)
            throw new AnoGanException($"{_folder}: contains event files of another training ({other}); move them away, "
                + "or name another folder with --tensorboard");
    }

    /// <summary>Cuts off events of steps that do not count, and opens the next file.</summary>
    /// <param name="step">The last step that counts; 0 for none.</param>
    /// <returns>The file, with the beginning of a session in it.</returns>
    public EventFile Open(int step, DateTimeOffset now)
    {
        try
        {
            Directory.CreateDirectory(_folder);
            foreach (string path in Listed())
                Cut(path, step);

            // TensorBoard reads the files in the order of their names.
            long seconds = now.ToUnixTimeSeconds();
            if (Ours() is [.., var last] && NumberText.TryRead(Path.GetFileName(last).Split('.')[3], out long earlier))
                seconds = Math.Max(seconds, earlier + 1);
            string name = FormattableString.Invariant($"{Prefix}{seconds:D10}{_suffix}");
            List(name);
            var file = new EventFile(Path.Combine(_folder, name));
            file.Begin(step, now);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{_folder}: event files cannot be written ({e.Message}); change its "
                + "permissions, or name another folder with --tensorboard", e);
        }
    }

    /// <summary>Deletes the files of the training that is at work, and the folder if nothing else is in it.</summary>
    public void Remove()
    {
        foreach (string path in Listed())
            File.Delete(path);
        File.Delete(_list);
        if (Directory.Exists(_folder) && !Directory.EnumerateFileSystemEntries(_folder).Any())
            Directory.Delete(_folder);
    }

    /// <summary>
    /// Deletes the files of earlier trainings of the same owner; what cannot be deleted is no reason to fail.
    /// </summary>
    public void RemoveEarlier(Action<string>? warning)
    {
        try
        {
            foreach (string path in Ours().Except(Listed()))
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warning?.Invoke($"{_folder}: event files of the earlier training cannot be deleted ({e.Message}); delete "
                + "them, or they are shown beside the new ones");
        }
    }

    private IReadOnlyList<string> Ours() =>
        !Directory.Exists(_folder)
            ? []
            : [
                .. Directory
                    .EnumerateFiles(_folder)
                    .Where(path => IsOurs(Path.GetFileName(path)))
                    .Order(StringComparer.Ordinal),
            ];

    private bool IsOurs(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(_suffix, StringComparison.Ordinal);

    private IReadOnlyList<string> Listed()
    {
        if (!File.Exists(_list))
            return [];
        string[] names = File.ReadAllLines(_list);
        return [.. Ours().Where(path => names.Contains(Path.GetFileName(path)))];
    }

    // Before the file is there, so that none lacks its name; a name begins a line, so that a torn one spoils no other.
    private void List(string name)
    {
        using var stream = new FileStream(_list, FileMode.Append, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes($"\n{name}"));
        stream.Flush(flushToDisk: true);
    }

    private static void Cut(string path, int step)
    {
        bool isEmpty = true;
        if (step > 0)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            long end = 0;
            while (EventRecord.Read(stream) is { } occurrence && occurrence.Step <= step)
            {
                end = stream.Position;
                isEmpty &= occurrence.WhatCase is Event.WhatOneofCase.FileVersion or Event.WhatOneofCase.SessionLog;
            }

            stream.SetLength(end);
        }

        if (isEmpty)
            File.Delete(path);
    }
}
