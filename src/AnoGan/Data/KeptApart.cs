namespace AnoGan.Data;

/// <summary>
/// Refuses to write where something is read: a run must not take what it made for what it was given, nor replace it.
/// </summary>
internal static class KeptApart
{
    /// <summary>
    /// Refuses a file or folder to write that is the folder that is read, or lies in it, links resolved.
    /// </summary>
    /// <param name="property">The property of the request that names what is written.</param>
    /// <param name="target">What is written; need not exist.</param>
    /// <param name="what">What is read, in words with an article: "the folder of images".</param>
    /// <param name="read">The folder that is read; need not exist.</param>
    /// <exception cref="AnoGanException">It is there, or that cannot be told.</exception>
    public static void CheckOutside(string property, string target, string what, string read)
    {
        if (!IsWithin(target, read))
            return;
        throw AreSame(target, read)
            ? AnoGanException.Of(property, $" {target}: is {what} itself, which is only read; name a place outside of "
                + "it")
            : AnoGanException.Of(property, $" {target}: lies inside {what} {read}, which is only read; name a place "
                + "outside of it");
    }

    /// <summary>
    /// Refuses a folder to make as <see cref="CheckOutside"/> does, and one that holds what is read, for it may be
    /// replaced.
    /// </summary>
    /// <param name="property">The property of the request that names what is written.</param>
    /// <param name="target">The folder to make; need not exist.</param>
    /// <param name="what">What is read, in words with an article.</param>
    /// <param name="read">The folder that is read; need not exist.</param>
    /// <exception cref="AnoGanException">One is, or lies in, the other, or that cannot be told.</exception>
    public static void CheckFolder(string property, string target, string what, string read)
    {
        CheckOutside(property, target, what, read);
        CheckHoldsNot(property, target, what, read);
    }

    /// <summary>Refuses a folder to make that holds a file or folder that is read, for it may be replaced.</summary>
    /// <param name="property">The property of the request that names what is written.</param>
    /// <param name="target">The folder to make; need not exist.</param>
    /// <param name="what">What is read, in words with an article.</param>
    /// <param name="read">The file or folder that is read; need not exist.</param>
    /// <exception cref="AnoGanException">It holds it, or that cannot be told.</exception>
    public static void CheckHoldsNot(string property, string target, string what, string read)
    {
        if (IsWithin(read, target))
            throw AnoGanException.Of(property, $" {target}: holds {what} {read}, which is only read; name a folder "
                + "beside it");
    }

    /// <summary>Whether two paths, which need not exist, lead to the same file.</summary>
    /// <param name="target">What is written.</param>
    /// <param name="read">What is read.</param>
    /// <exception cref="AnoGanException">That cannot be told.</exception>
    public static bool AreSame(string target, string read) => Look(target, () => RealPath.AreSame(target, read));

    /// <summary>Whether what is written to a path would be a file or folder or lie in it.</summary>
    /// <param name="target">What is written; need not exist.</param>
    /// <param name="folder">The file or folder; need not exist.</param>
    /// <exception cref="AnoGanException">That cannot be told.</exception>
    public static bool IsWithin(string target, string folder) => Look(target, () => RealPath.IsWithin(target, folder));

    private static bool Look(string target, Func<bool> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{target}: cannot be looked at ({e.Message}); change its permissions, or name "
                + "another place", e);
        }
    }
}
