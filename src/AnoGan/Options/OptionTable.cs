using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AnoGan;

/// <summary>The options of a command, or of a part that several share, in the order of the help.</summary>
/// <typeparam name="T">The record that they set.</typeparam>
/// <param name="defaults">The record of all defaults.</param>
internal sealed class OptionTable<T>(T defaults)
{
    private const string General = "Options";

    private readonly List<Row> _rows = [];
    private string _heading = General;

    /// <summary>An option of the table.</summary>
    /// <param name="Entry">What there is to say of it.</param>
    /// <param name="Get">What a record says of it; null where it leaves that open. A switch says true or false.</param>
    /// <param name="Set">The record with another value.</param>
    public sealed record Row(OptionEntry Entry, Func<T, object?> Get, Func<T, object, T> Set)
    {
        /// <summary>What a record says of it, as it is typed; null where it leaves that open.</summary>
        /// <param name="record">The record.</param>
        public string? Text(T record) => Get(record) switch
        {
            null => null,
            bool flag => flag ? "true" : "false",
            Enum word => word.ToString().ToLowerInvariant(),
            object value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The record of all defaults.</summary>
    public T Defaults => defaults;

    /// <summary>The options; one that changes what another sets comes after it.</summary>
    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>
    /// What keeps a run from resuming another: the first kept option that differs, of those that have a value now if
    /// there are any.
    /// </summary>
    /// <param name="now">What the run is asked for.</param>
    /// <param name="earlier">What the other one was asked for.</param>
    /// <returns>Such as "--steps 800 where it was 400"; null if there is none.</returns>
    public string? Difference(T now, T earlier) => _rows
        .Where(row => row.Entry.IsKept && row.Text(now) != row.Text(earlier))
        .OrderBy(row => row.Text(now) is null)
        .Select(row => $"{row.Entry.Name} {Words(row, now)} where it was {Words(row, earlier)}")
        .FirstOrDefault();

    /// <summary>Begins a heading of the help.</summary>
    public OptionTable<T> Under(string heading)
    {
        _heading = heading;
        return this;
    }

    /// <summary>Adds a whole number; see the other methods for the parameters.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="help">What it does.</param>
    /// <param name="get">The property, which the refusals name.</param>
    /// <param name="set">The record with another value.</param>
    /// <param name="unit">The value's name in the help.</param>
    /// <param name="example">A number that fits, where there is no default.</param>
    /// <param name="unset">What leaving the option out means, where there is no default.</param>
    /// <param name="property">The property as it is written in the call; given by the compiler.</param>
    public OptionTable<T> Whole(
        string name, string help, Func<T, int?> get, Func<T, int, T> set, string unit = "N", int example = 1,
        string? unset = null, [CallerArgumentExpression(nameof(get))] string property = "") => Add(
            name, help, r => get(r), (r, v) => set(r, (int)v), new NumberValue<int>(unit, get(defaults) ?? example),
            unset, property);

    /// <summary>Adds a number.</summary>
    public OptionTable<T> Real(
        string name, string help, Func<T, double?> get, Func<T, double, T> set, string unit, double example = 1,
        string? unset = null, [CallerArgumentExpression(nameof(get))] string property = "") => Add(
            name, help, r => get(r), (r, v) => set(r, (double)v),
            new NumberValue<double>(unit, get(defaults) ?? example), unset, property);

    /// <summary>Adds a seed.</summary>
    public OptionTable<T> Seed(
        string help, Func<T, ulong> get, Func<T, ulong, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        Add(
            "--seed", help, r => get(r), (r, v) => set(r, (ulong)v), new NumberValue<ulong>("N", get(defaults)), null,
            property);

    /// <summary>Adds a choice.</summary>
    public OptionTable<T> Choice<TChoice>(
        string name, string help, Func<T, TChoice?> get, Func<T, TChoice, T> set, string? unset = null,
        [CallerArgumentExpression(nameof(get))] string property = "")
        where TChoice : struct, Enum => Add(
            name, help, r => get(r), (r, v) => set(r, (TChoice)v), new ChoiceValue<TChoice>(), unset, property);

    /// <summary>Adds a text: a name, a list, a path.</summary>
    public OptionTable<T> Text(
        string name, string unit, string help, Func<T, string?> get, Func<T, string, T> set, string? unset = null,
        [CallerArgumentExpression(nameof(get))] string property = "", string[]? words = null) => Add(
            name, help, get, (r, v) => set(r, (string)v), new TextValue(unit, words ?? []), unset, property);

    /// <summary>Adds an argument that is a path.</summary>
    public OptionTable<T> Argument(
        string name, string help, Func<T, string?> get, Func<T, string, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        Add(name, help, get, (r, v) => set(r, (string)v), new TextValue(name), null, property).Required();

    /// <summary>Adds a switch that sets a property.</summary>
    public OptionTable<T> Flag(
        string name, string help, Func<T, bool> get, Func<T, bool, T> set,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        Add(name, help, r => get(r), (r, v) => set(r, (bool)v), null, null, property);

    /// <summary>Adds a switch for the command line alone, such as --quiet.</summary>
    public OptionTable<T> Switch(string name, string help) =>
        Add(name, help, _ => false, (r, _) => r, null, null, null);

    /// <summary>Adds the options of a part of the record.</summary>
    /// <param name="part">Its options.</param>
    /// <param name="get">The part; null where the record leaves it open.</param>
    /// <param name="change">The record with a changed part.</param>
    /// <param name="unset">What leaving one of them out means, where the record leaves the part open.</param>
    public OptionTable<T> Part<TPart>(
        OptionTable<TPart> part, Func<T, TPart?> get, Func<T, Func<TPart, TPart>, T> change, string? unset = null)
        where TPart : class
    {
        foreach (OptionTable<TPart>.Row row in part.Rows)
        {
            OptionEntry entry = row.Entry;
            _rows.Add(new Row(
                entry with
                {
                    Heading = entry.Heading == General ? _heading : entry.Heading,
                    Default = entry.Default is null ? null : unset ?? entry.Default,
                },
                whole => get(whole) is { } own ? row.Get(own) : null,
                (whole, value) => change(whole, own => row.Set(own, value))));
        }

        return this;
    }

    /// <summary>Has the last option given another name too.</summary>
    public OptionTable<T> Also(string alias) => Last(entry => entry with { Alias = alias });

    /// <summary>Has the last argument left out where the user likes.</summary>
    public OptionTable<T> Optional() => Last(entry => entry with { IsRequired = false });

    /// <summary>Has the last option refused where it is not given.</summary>
    public OptionTable<T> Required() => Last(entry => entry with { IsRequired = true, Default = null });

    /// <summary>Has the last option listed by --help-all alone.</summary>
    public OptionTable<T> Advanced() => Last(entry => entry with { IsAdvanced = true });

    /// <summary>Has the last argument given more than once.</summary>
    public OptionTable<T> Repeated() => Last(entry => entry with { IsRepeated = true });

    /// <summary>Has the last option refused without another one.</summary>
    public OptionTable<T> Needing(string other) => Last(entry => entry with { Needs = other });

    /// <summary>Has the last option refused beside another one.</summary>
    public OptionTable<T> NotWith(string other) => Last(entry => entry with { Excludes = other });

    /// <summary>Has the last option written on the model card, and compared when a run is resumed.</summary>
    public OptionTable<T> Kept() => Last(entry => entry with { IsKept = true });

    /// <summary>Has all options so far written on the model card, and compared when a run is resumed.</summary>
    public OptionTable<T> AllKept()
    {
        for (int i = 0; i < _rows.Count; i++)
            _rows[i] = _rows[i] with { Entry = _rows[i].Entry with { IsKept = true } };
        return this;
    }

    private OptionTable<T> Add(
        string name, string help, Func<T, object?> get, Func<T, object, T> set, OptionValue? value, string? unset,
        string? property)
    {
        // Of the text "r => !r.WritesPictures".
        string? own = property is null ? null : property[(property.LastIndexOf('.') + 1)..];
        var row = new Row(
            new OptionEntry
            {
                Name = name, Help = help, Value = value, Property = own, Heading = _heading,
                Rule = own is null ? null : typeof(T).GetProperty(own)?.GetCustomAttribute<ValueRule>(),
            },
            get, set);
        string? usual = value is null ? null : row.Text(defaults) ?? unset;
        _rows.Add(row with { Entry = row.Entry with { Default = usual } });
        return this;
    }

    // An option that is left open has its default in words, unless another one has taken its place.
    private string Words(Row row, T record) =>
        row.Text(record) ?? (row.Text(defaults) is null ? row.Entry.Default : null) ?? "(none)";

    private OptionTable<T> Last(Func<OptionEntry, OptionEntry> change)
    {
        _rows[^1] = _rows[^1] with { Entry = change(_rows[^1].Entry) };
        return this;
    }
}
