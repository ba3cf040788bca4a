using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AnoGan.Cli.Tests;

/// <summary>A server of two tiny models with narrow limits, which the tests of a class share.</summary>
public sealed class TinyServer : IAsyncLifetime
{
    public const int MaxBody = 1_000_000, Seconds = 3;

    private readonly TempFolder _folder = new();

    internal TinyRun Tiny { get; } = new();

    internal ServeProcess Process { get; private set; } = null!;

    /// <summary>Where it runs, and where its temporary files go.</summary>
    internal string Place => _folder["place"];

    public async ValueTask InitializeAsync()
    {
        if (AspNetFramework.Installed is null)
            return;
        await Tiny.InitializeAsync();
        string other = _folder["other model"];
        Directory.CreateDirectory(other);
        foreach (string file in Directory.GetFiles(Tiny.Model))
            File.Copy(file, Path.Combine(other, Path.GetFileName(file)));
        Directory.CreateDirectory(Place);
        Process = await ServeProcess.StartAsync(
            [
                Tiny.Model, other, "--max-body-mb", "1", "--queue", "8", "--timeout", $"{Seconds}", "--fpr", "0.4",
            ],
            Place);
    }

    public async ValueTask DisposeAsync()
    {
        Process?.Dispose();
        await Tiny.DisposeAsync();
        _folder.Dispose();
    }
}

public sealed class ServeTests(TinyServer server) : IClassFixture<TinyServer>, IDisposable
{
    private const string Score = "/v1/models/model/score";

    private readonly TempFolder _folder = new();

    private string[] Pictures => Directory.GetFiles(server.Tiny.Test, "*.png", SearchOption.AllDirectories);

    private byte[] Picture => File.ReadAllBytes(Pictures[0]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scores_are_those_of_the_command_score()
    {
        ServeProcess process = Served();
        CommandRun run = await CommandRun.Of(
            "score", server.Tiny.Test, "--model", server.Tiny.Model, "--out", _folder["results"], "--no-pictures",
            "--no-report", "--fpr", "0.4", "--threads", "1", "--device", "cpu", "--quiet");
        Assert.Equal(0, run.ExitCode);
        string[][] table = [.. File.ReadLines(_folder["results/scores.csv"]).Select(line => line.Split(','))];

        ServeAnswer[] answers = await Task.WhenAll(table.Skip(1).Take(7).Select(row =>
            process.PostAsync(Score, File.ReadAllBytes(Path.Combine(server.Tiny.Test, row[0])))));

        Assert.All(answers.Zip(table.Skip(1)), pair =>
        {
            (ServeAnswer answer, string[] row) = pair;
            Assert.Equal((200, "application/json"), (answer.Status, answer.Type));
            Assert.Equal("model", (string)answer.Json["model"]!);
            Assert.Equal(Of("score"), Text((double)answer.Json["score"]!));
            Assert.Equal(Of("p_value"), Text((double)answer.Json["pValue"]!));
            Assert.Equal(Of("is_anomaly"), (bool)answer.Json["isAnomaly"]! ? "true" : "false");
            Assert.Equal((32, 32), ((int)answer.Json["width"]!, (int)answer.Json["height"]!));
            Assert.True((double)answer.Json["threshold"]! > 0);
            Assert.NotNull(answer.Json["surprises"]![(string)answer.Json["term"]!]);

            string Of(string column) => row[Array.IndexOf(table[0], column)];
        });

        static string Text(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Chooses_among_models_by_the_names_of_their_folders()
    {
        ServeProcess process = Served();

        ServeAnswer other = await process.PostAsync("/v1/models/other%20model/score", Picture);
        ServeAnswer none = await process.PostAsync("/v1/models/third/score", Picture);
        ServeAnswer unnamed = await process.PostAsync("/v1/score", Picture);
        string list = await process.Client.GetStringAsync("/v1/models", TestContext.Current.CancellationToken);

        Assert.Equal("other model", (string)other.Json["model"]!);
        none.AssertRefused(404, "found no model 'third', expected model, other model");
        unnamed.AssertRefused(404, "found 2 models, expected the name of one");
        Assert.Contains("\"/v1/models/other%20model/score\"", list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/models/..%2f..%2fetc/score", 404)]
    [InlineData("/v1/models/../../etc/passwd", 404)]
    [InlineData("/v1/models/%2e%2e/score", 404)]
    [InlineData("/v1/models/model%00/score", 400)]
    [InlineData("/v1/models/model%2f/score", 404)]
    [InlineData("//etc/passwd", 404)]
    public async Task Paths_are_names_and_nothing_else(string path, int status)
    {
        using TcpClient connection = await Served().ConnectAsync(
            $"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");

        Assert.StartsWith($"HTTP/1.1 {status} ", await ServeProcess.ReadAsync(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_regions_and_pictures_where_they_are_asked_for()
    {
        ServeAnswer answer = await Served().PostAsync(
            $"{Score}?regions=true&pictures=heatmap,overlay,reconstruction", Picture);

        Assert.NotNull(answer.Json["regions"]!.AsArray());
        Assert.Equal([0xFF, 0xD8, 0xFF], Bytes("heatmap", "image/jpeg")[..3]);
        Assert.Equal([0xFF, 0xD8, 0xFF], Bytes("overlay", "image/jpeg")[..3]);
        Assert.Equal("PNG"u8, Bytes("reconstruction", "image/png").AsSpan(1, 3));

        byte[] Bytes(string name, string type)
        {
            Assert.Equal(type, (string)answer.Json["pictures"]![name]!["type"]!);
            return Convert.FromBase64String((string)answer.Json["pictures"]![name]!["base64"]!);
        }
    }

    [Fact]
    public async Task Takes_the_one_file_of_a_form()
    {
        ServeProcess process = Served();
        ServeAnswer raw = await process.PostAsync(Score, Picture);

        ServeAnswer form = await process.PostAsync(Score, Form(1));
        ServeAnswer two = await process.PostAsync(Score, Form(2));
        ServeAnswer none = await process.PostAsync(Score, Form(0));
        using var damaged = new StringContent("--x\r\nContent-Disp");
        damaged.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };
        ServeAnswer cut = await process.PostAsync(Score, damaged);

        Assert.Equal(raw.Text, form.Text);
        two.AssertRefused(400, "found two files, expected one");
        none.AssertRefused(400, "found a form without a file");
        cut.AssertRefused(400, "found a damaged form");

        MultipartFormDataContent Form(int files)
        {
            var form = new MultipartFormDataContent { { new StringContent("7"), "camera" } };
            for (int i = 0; i < files; i++)
                form.Add(new ByteArrayContent(Picture), "file", "../../a.png");
            return form;
        }
    }

    [Fact]
    public async Task Refuses_what_is_no_picture_or_cannot_be_scored()
    {
        ServeProcess process = Served();
        byte[] bomb = Picture;
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 1 << 16);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 1 << 15);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), Crc(bomb.AsSpan(12, 17)));

        ServeAnswer text = await process.PostAsync(Score, "no picture"u8.ToArray());
        ServeAnswer empty = await process.PostAsync(Score, []);
        ServeAnswer damaged = await process.PostAsync(Score, Picture[..80]);
        ServeAnswer promise = await process.PostAsync(Score, bomb);

        text.AssertRefused(415, "found text, expected a PNG, JPEG");
        empty.AssertRefused(400, "found an empty body");
        damaged.AssertRefused(422, "picture: found a damaged PNG file");
        promise.AssertRefused(422, "picture: found a picture of 65536×32768 pixels, expected at most 134217728");
    }

    [Theory]
    [InlineData("?pictures=heatmap,../x", "found pictures=../x, expected heatmap, overlay, reconstruction")]
    [InlineData("?regions=1", "found regions=1, expected true or false")]
    [InlineData("?model=x", "found 'model' in the query, expected pictures or regions")]
    public async Task Refuses_queries_that_it_does_not_know(string query, string detail) =>
        (await Served().PostAsync(Score + query, Picture)).AssertRefused(400, detail);

    [Fact]
    public async Task Refuses_other_methods_and_addresses()
    {
        ServeProcess process = Served();
        using var get = new HttpRequestMessage(HttpMethod.Get, Score);
        using var nothing = new HttpRequestMessage(HttpMethod.Get, "/nothing");

        (await process.SendAsync(get)).AssertRefused(405, "found GET, expected POST");
        (await process.SendAsync(nothing)).AssertRefused(404, "found no such address");
        (await process.PostAsync("/healthz", [])).AssertRefused(405, "found POST, expected GET, HEAD");
    }

    [Fact]
    public async Task Refuses_bodies_that_are_too_long()
    {
        ServeProcess process = Served();
        foreach (int length in (int[])[TinyServer.MaxBody + 1, 30_000_000])
        {
            byte[] large = new byte[length];
            Picture.CopyTo(large, 0);
            using var chunked = new HttpRequestMessage(HttpMethod.Post, Score)
            {
                Content = new ByteArrayContent(large),
            };
            chunked.Headers.TransferEncodingChunked = true;

            ServeAnswer known = await process.PostAsync(Score, large);
            ServeAnswer unknown = await process.SendAsync(chunked);

            known.AssertRefused(413, "--max-body-mb");
            unknown.AssertRefused(413, "--max-body-mb");
        }
    }

    [Fact]
    public async Task Does_not_wait_longer_than_the_limit_for_who_sends_slowly()
    {
        ServeProcess process = Served();
        using TcpClient head = await process.ConnectAsync("POST /v1/models/mod");
        using TcpClient body = await process.ConnectAsync(
            $"POST {Score} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc");
        Task<string> ofHead = ServeProcess.ReadAsync(head), ofBody = ServeProcess.ReadAsync(body);

        Assert.Equal(200, (await process.PostAsync(Score, Picture)).Status);
        Assert.StartsWith("HTTP/1.1 408 ", await ofHead, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408 ", await ofBody, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", await ofBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 1000000000", "")]
    [InlineData("Content-Length: 1000000000\r\nExpect: 100-continue", "")]
    [InlineData("Transfer-Encoding: chunked", "1\r\nx\r\n")]
    [InlineData(
        "Transfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary=x",
        "37\r\n--x\r\nContent-Disposition: form-data; filename=\"abc\"\r\n\r\n\r\n")]
    public async Task Does_not_wait_for_a_gigabyte_to_refuse_it(string head, string begin)
    {
        ServeProcess process = Served();
        using TcpClient connection = await process.ConnectAsync(
            $"POST {Score} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n{begin}");
        byte[] piece = [.. "f4240\r\n"u8, .. new byte[1_000_000], .. "\r\n"u8];
        using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII);
        Task<string?> status = reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();

        long sent = 0;
        for (; sent < 1_000_000_000 && !status.IsCompleted; sent += piece.Length)
            await connection.GetStream().WriteAsync(piece, TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 413 ", await status, StringComparison.Ordinal);
        Assert.InRange(sent, 0, 100_000_000);
        Assert.Equal(200, (await process.PostAsync(Score, Picture)).Status);
    }

    [Fact]
    public async Task Who_sends_slowly_takes_no_place_of_others()
    {
        ServeProcess process = Served();
        var slow = new List<TcpClient>();
        for (int i = 0; i < 500; i++)
        {
            slow.Add(await process.ConnectAsync(i % 2 == 0
                ? "POST /v1/models/mod"
                : $"POST {Score} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc"));
        }

        ServeAnswer answer = await process.PostAsync(Score, Picture);

        Assert.Equal(200, answer.Status);
        slow.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task Writes_nothing_whatever_a_request_names()
    {
        ServeProcess process = Served();
        await process.PostAsync(Score, Picture);
        string[] before = Files();

        foreach (string name in (string[])["../../x.png", "/x.png", @"..\\..\\x.png", "x\0.png", new string('x', 9000)])
        {
            byte[] form =
            [
                .. "--x\r\nContent-Disposition: form-data; name=\"../file\"; filename=\""u8,
                .. Encoding.UTF8.GetBytes(name), .. "\"\r\n\r\n"u8, .. Picture, .. "\r\n--x--\r\n"u8,
            ];
            using var content = new ByteArrayContent(form);
            content.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };
            Assert.Equal(200, (await process.PostAsync(Score, content)).Status);
        }

        ServeAnswer zeros = await process.PostAsync(Score, new byte[TinyServer.MaxBody]);
        zeros.AssertRefused(415, "found nothing but zero bytes");
        Assert.Equal(before, Files());

        string[] Files() =>
            [.. Directory.GetFileSystemEntries(server.Place, "*", SearchOption.AllDirectories).Order()];
    }

    [Fact]
    public async Task Who_leaves_in_the_middle_of_a_body_disturbs_nobody()
    {
        ServeProcess process = Served();
        for (int i = 0; i < 20; i++)
        {
            (await process.ConnectAsync(
                $"POST {Score} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc")).Dispose();
        }

        Assert.Equal(200, (await process.PostAsync(Score, Picture)).Status);
    }

    [Fact]
    public async Task Two_hundred_at_once_are_scored_or_told_to_come_again()
    {
        ServeProcess process = Served();
        byte[] picture = Picture;

        ServeAnswer[] answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => process.PostAsync(Score, picture)));

        ServeAnswer[] scored = [.. answers.Where(answer => answer.Status == 200)];
        ServeAnswer[] others = [.. answers.Except(scored)];
        Assert.True(scored.Length >= 8, $"{scored.Length} scored");
        Assert.All(scored, answer => Assert.Equal(scored[0].Text, answer.Text));
        Assert.All(others, answer => answer.AssertRefused(429, "found 8 requests under way"));
        Assert.All(others, answer => Assert.Equal(1, answer.RetryAfter));
    }

    [Fact]
    public async Task Says_how_it_is_to_probes_to_people_and_to_programs()
    {
        HttpClient client = Served().Client;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await server.Process.PostAsync(Score, Picture);

        Assert.Equal("ok\n", await client.GetStringAsync("/healthz", cancellation));
        Assert.Equal("ready\n", await client.GetStringAsync("/readyz", cancellation));
        string metrics = await client.GetStringAsync("/metrics", cancellation);
        Assert.Matches("\nanogan_requests_total\\{status=\"200\"\\} [1-9]", metrics);
        Assert.Matches("\nanogan_request_duration_seconds_bucket\\{le=\"\\+Inf\"\\} [1-9]", metrics);
        Assert.Matches("\nanogan_receiving [0-9]", metrics);
        Assert.Matches("\nanogan_queue_length [0-9]", metrics);
        string openApi = await client.GetStringAsync("/openapi/v1.json", cancellation);
        Assert.All(
            (string[])["/v1/score", "/v1/models/{name}/score", "/healthz", "/readyz", "/metrics"],
            path => Assert.Contains($"\"{path}\"", openApi, StringComparison.Ordinal));
        using HttpResponseMessage page = await client.GetAsync("/", cancellation);
        Assert.StartsWith(
            "default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("http", await page.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
    }

    private ServeProcess Served()
    {
        Assert.SkipWhen(AspNetFramework.Installed is null, "the ASP.NET Core runtime is not installed");
        return server.Process;
    }

    // Of PNG: polynomial 0xEDB88320.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
