namespace AnoGan.Diagnosis;

/// <summary>How a check went.</summary>
internal enum FindingStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, but slower or with less than it could.</summary>
    Warning,

    /// <summary>Something that anogan needs does not work.</summary>
    Failed,
}
