using System.Text;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Fuzzing;

[Collection(FuzzTests.Name)]
public sealed class TableFuzzTests : IDisposable
{
    private const string Header =
        "path,label,score,p_value,is_anomaly,residual,feature_distance,z_norm,converged,steps,seconds,error\n";

    private static readonly byte[][] Scores =
    [
        Encoding.UTF8.GetBytes(
            Header
                + "bad/a.png,bad,2.5,0.01,true,0.25,1E-07,1.1,true,25,0.5,\ngood/b.png,good,-1.5,0.5,false,0.125,3,0.9,false,25,0.5,\n"
        ),
        [
            0xFF,
            0xFE,
            .. Encoding.Unicode.GetBytes(
                "sep=;\r\nPATH;Label;SCORE\r\nbad/ü.png;bad;2.5\r\n;;\r\ngood/b.png; good ;-1\r\n"),
        ],
        Encoding.UTF8.GetBytes("Score\tPath \n1\ta.png\n2\tb.png\n"),
        Encoding.UTF8.GetBytes(
            "\uFEFF"
                + Header.Replace("\n", "\r\n", StringComparison.Ordinal)
                + "\"a,\"\"\nb.png\",\"'=x\",1,,,,,,,0,0,\r\n'=c.png,good,,,,,,,,,,\"c.png: found nothing, expected "
                + "it\"\r\n"),
    ];

    private static readonly ScoreRow[] Rows =
    [
        new()
        {
            Path = "bad/a.png",
            Label = "bad",
            Score = 2,
        },
        new()
        {
            Path = "=b.png",
            Label = "good",
            Score = 1,
        },
        new() { Path = "ä\n.png", Label = "good" },
    ];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public void Damaged_tables_of_scores_are_refused_or_read_whole()
    {
        string path = _temp["scores.csv"];

        new FuzzRun("scores", 1200).Read(
            random => TextMutator.Mutate(Scores, random),
            path,
            () =>
            {
                ScoreRow[] rows = ScoreTable.Stream(_temp.Path).ToArray();
                Assert.NotEmpty(rows);
                Assert.Equal(rows.Length, rows.Select(row => row.Path).Distinct().Count());
                Assert.All(rows, row => Assert.NotEmpty(row.Path));
                Assert.All(
                    rows.SelectMany(row => new[] { row.Score, row.Residual, row.FeatureDistance }),
                    number => Assert.True(number is null || double.IsFinite(number.Value)));
            }
        );
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Damaged_labels_are_refused_or_give_each_image_one()
    {
        string path = _temp["labels.csv"];
        byte[][] seeds =
        [
            "path,label\nbad/a.png,bad\n'=b.png,good\n\"ä\n.png\",'=good\n"u8.ToArray(),
            "note,label,path\r\n1,bad,bad/a.png\r\n,2,=b.png\r\n3,good,\"ä\n.png\""u8.ToArray(),
            [
                0xFE,
                0xFF,
                .. Encoding.BigEndianUnicode.GetBytes(
                    "Path;Label\nbad\\a.png;bad\n=b.png;good\n\"a\u0308\n.png\";good\n"),
            ],
        ];

        new FuzzRun("labels", 600).Read(random => TextMutator.Mutate(seeds, random), path, () =>
        {
            IReadOnlyList<ScoreRow> labelled = LabelFile.Apply(path, Rows, "results");
            Assert.Equal(Rows.Select(row => row.Path), labelled.Select(row => row.Path));
            Assert.All(labelled, row => Assert.NotEmpty(row.Label));
        });
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Damaged_descriptions_of_runs_are_refused_or_read()
    {
        string path = _temp["run.json"];
        byte[][] seeds =
        [
            """{"format":"anogan-run","formatVersion":1,"method":"anogan","falsePositiveRate":0.01,"search":{"steps":25},"versions":{"anogan":"0.1.0"}}"""u8.ToArray(),
        ];

        new FuzzRun("run", 400).Read(random => TextMutator.Mutate(seeds, random), path, () =>
        {
            RunOrigin origin = RunOrigin.Read(_temp.Path);
            Assert.Equal(RunManifest.FormatName, origin.Format);
            Assert.True(origin.FalsePositiveRate is null or (> 0 and < 1));
        });
    }
}
