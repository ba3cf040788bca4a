namespace AnoGan.Demo;

/// <summary>What can be wrong with a part, in part coordinates. Each kind overrides what it touches.</summary>
internal abstract class PartDefect
{
    /// <summary>The bolt hole that was never drilled, or -1.</summary>
    public virtual int FilledHole => -1;

    /// <summary>Whether the metal at a point has broken away.</summary>
    public virtual bool Removes(double x, double y) => false;

    /// <summary>The grey in [0,1] of the metal at a point whose sound grey is given.</summary>
    public virtual double Recolour(double grey, double x, double y) => grey;
}
