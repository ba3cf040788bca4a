using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using AnoGan.Images;
using AnoGan.Scoring;
using AnoGan.Server;

namespace AnoGan.Cli.Tests;

/// <summary>How a server begins and ends, and what it needs.</summary>
public sealed class ServeStartTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    private readonly TempFolder _folder = new();

    private byte[] Picture => File.ReadAllBytes(Directory.GetFiles(tiny.Train)[0]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ends_after_the_request_under_way_and_asks_for_the_token()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(_folder["token"], "  s3cret-of-the-line\n", cancellation);
        using ServeProcess process = await ServeProcess.StartAsync(tiny.Model, "--token", _folder["token"], "--log");
        byte[] picture = Picture;

        (await process.PostAsync("/v1/score", picture)).AssertRefused(401, "found no valid token");
        (await process.SendAsync(Bearing("s3cret-of-the-lime"))).AssertRefused(401, "found no valid token");
        Assert.Equal(200, (await process.SendAsync(Bearing("s3cret-of-the-line"))).Status);
        Assert.Equal("ok\n", await process.Client.GetStringAsync("/healthz", cancellation));
        using HttpResponseMessage metrics = await process.Client.GetAsync("/metrics", cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, metrics.StatusCode);

        using TcpClient slow = await process.ConnectAsync(
            "POST /v1/score HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer s3cret-of-the-line\r\nConnection: close\r\n"
                + $"Content-Length: {picture.Length}\r\n\r\n");
        await slow.GetStream().WriteAsync(picture.AsMemory(0, 10), cancellation);
        while (!(await MetricsAsync()).Contains("\nanogan_receiving 1\n", StringComparison.Ordinal))
            await Task.Delay(10, cancellation);
        using TcpClient late = await process.ConnectAsync("POST /v1/score HTTP/1.1\r\nHost: x\r\n");
        process.Terminate();
        while (await IsListeningAsync())
            await Task.Delay(10, cancellation);
        await late.GetStream().WriteAsync(
            "Authorization: Bearer s3cret-of-the-line\r\nContent-Length: 1\r\n\r\nx"u8.ToArray(), cancellation);
        string stopping = await ServeProcess.ReadAsync(late);
        await slow.GetStream().WriteAsync(picture.AsMemory(10), cancellation);

        Assert.StartsWith("HTTP/1.1 200 ", await ServeProcess.ReadAsync(slow), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 503 ", stopping, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 5", stopping, StringComparison.Ordinal);
        Assert.Contains("the server is being stopped; try again later", stopping, StringComparison.Ordinal);
        (int exitCode, string output, string error) = await process.EndAsync();
        Assert.Equal((0, ""), (exitCode, output));
        Assert.Contains("POST /v1/score 401 ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);

        HttpRequestMessage Bearing(string token) => new(HttpMethod.Post, "/v1/score")
        {
            Content = new ByteArrayContent(picture), Headers = { Authorization = new("Bearer", token) },
        };

        async Task<bool> IsListeningAsync()
        {
            try
            {
                (await process.ConnectAsync("")).Dispose();
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }

        async Task<string> MetricsAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics")
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "s3cret-of-the-line") },
            };
            return (await process.SendAsync(request)).Text;
        }
    }

    [Fact]
    public async Task Says_when_there_is_no_answer_within_the_time_limit()
    {
        using ServeProcess process = await ServeProcess.StartAsync(tiny.Model, "--timeout", "1", "--queue", "1000");
        byte[] large = ImageCodec.EncodePng(new PixelImage(2000, 2000, 1, 8, new byte[2000 * 2000]));

        // Seconds of decoding.
        ServeAnswer[] answers = await Task.WhenAll(
            Enumerable.Range(0, 500).Select(_ => process.PostAsync("/v1/score", large)));

        ServeAnswer[] late = [.. answers.Where(answer => answer.Status != 200)];
        Assert.NotEmpty(late);
        Assert.All(late, answer => answer.AssertRefused(503, "found no answer within the 1 seconds of --timeout"));
        Assert.All(late, answer => Assert.Equal(5, answer.RetryAfter));
        Assert.Equal(200, (await process.PostAsync("/v1/score", Picture)).Status);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Cuts_off_who_does_not_take_the_answer_within_the_time_limit()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using ServeProcess process = await ServeProcess.StartAsync(tiny.Model, "--timeout", "8", "--queue", "1");

        // Noise that repeats itself: short as a file, and long as an overlay.
        const int side = 2000, period = 100;
        byte[] noise = new byte[period * period];
        new Random(1).NextBytes(noise);
        byte[] picture = ImageCodec.EncodePng(new PixelImage(side, side, 1, 8,
            [.. Enumerable.Range(0, side * side).Select(i => noise[i / side % period * period + i % period])]));
        byte[] request = [.. Encoding.ASCII.GetBytes("POST /v1/score?pictures=overlay,heatmap HTTP/1.1\r\nHost: x\r\n"
            + $"Content-Length: {picture.Length}\r\n\r\n"), .. picture];

        // One request after another without reading, until their answers are more than systems keep for a connection.
        using TcpClient connection = await process.ConnectAsync("");
        Task sending = SendAsync();
        string metrics;
        do
        {
            await Task.Delay(100, cancellation);
            metrics = await process.Client.GetStringAsync("/metrics", cancellation);
        }
        while (!metrics.Contains("\nanogan_requests_total{status=\"499\"} 1\n", StringComparison.Ordinal));

        Assert.Equal(200, (await process.PostAsync("/v1/score", Picture)).Status);
        await Assert.ThrowsAnyAsync<IOException>(() => sending);

        async Task SendAsync()
        {
            for (int i = 0; i < 100; i++)
                await connection.GetStream().WriteAsync(request, cancellation);
        }
    }

    [Fact]
    public async Task Closes_connections_beyond_what_its_files_allow_and_serves_the_others()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "no limit is known");
        using ServeProcess process = await ServeProcess.StartAsync([tiny.Model], folder: null, files: 800);
        var held = new List<TcpClient>();
        var ends = new List<Task<string>>();
        using (TcpClient kept = await process.ConnectAsync(""))
        {
            for (int i = 0; i < 500; i++)
            {
                held.Add(await process.ConnectAsync(""));
                ends.Add(ServeProcess.ReadAsync(held[^1]));
            }

            while (ends.Count(end => end.IsCompleted) < 201)
                await Task.Delay(10, TestContext.Current.CancellationToken);
            await kept.GetStream().WriteAsync(
                "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(),
                TestContext.Current.CancellationToken);
            Assert.StartsWith("HTTP/1.1 200 ", await ServeProcess.ReadAsync(kept), StringComparison.Ordinal);
        }

        Assert.Equal(201, ends.Count(end => end.IsCompleted));
        Assert.Equal(200, (await process.PostAsync("/v1/score", Picture)).Status);
        held.ForEach(connection => connection.Dispose());
    }

    [Theory]
    [InlineData(null, 20_000)]
    [InlineData(1_048_576, 20_000)]
    [InlineData(20_480, 19_980)]
    [InlineData(1024, 524)]
    [InlineData(256, 64)]
    public void Connections_leave_files_for_the_program(int? files, int connections) =>
        Assert.Equal(connections, ConnectionLimit.For(files));

    [Fact]
    public void Bodies_take_memory_together_and_give_it_back()
    {
        var memory = new BodyMemory(1);
        BodyMemory.Share one = memory.Begin(), other = memory.Begin();
        one.Take(600_000);
        other.Take(400_000);

        // As an exception of the server's own, which knows a framework that tests do not.
        Exception full = Assert.ThrowsAny<Exception>(() => other.Take(1));
        Assert.StartsWith("found bodies of 1 MB under way", full.Message, StringComparison.Ordinal);
        other.Dispose();
        one.Take(400_000);
        Assert.ThrowsAny<Exception>(() => one.Take(1));
        one.Dispose();
    }

    [Fact]
    public async Task Answers_a_fault_without_a_word_of_where_it_happened()
    {
        Assert.SkipWhen(AspNetFramework.Installed is null, "the ASP.NET Core runtime is not installed");
        AspNetFramework.Require();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var lines = new List<string>();
        var request = new ServeRequest { Models = ["none"], Listen = new IPEndPoint(IPAddress.Loopback, 0) };

        // Ready, but nothing was loaded: what must never be. By name, for its types are unknown here.
        using var models = new ServedModels(["none"]) { State = ServerState.Ready };
        object app = typeof(ServerApp).GetMethod(nameof(ServerApp.Build))!
            .Invoke(null, [request, models, null, (Action<string>)lines.Add])!;
        await using var disposed = (IAsyncDisposable)app;
        await (Task)app.GetType().GetMethod("StartAsync")!.Invoke(app, [cancellation])!;
        var urls = (IEnumerable<string>)app.GetType().GetProperty("Urls")!.GetValue(app)!;
        using var client = new HttpClient { BaseAddress = new Uri(urls.First()) };
        using var content = new ByteArrayContent(Picture);
        using HttpResponseMessage response = await client.PostAsync("/v1/score", content, cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
                + "\"detail\":\"a bug in anogan; its stderr says more\"}\n",
            await response.Content.ReadAsStringAsync(cancellation));
        Assert.Contains(" at AnoGan.Server.ScoreEndpoint.", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_it_is_not_ready_while_the_models_are_loaded()
    {
        Assert.SkipWhen(AspNetFramework.Installed is null, "the ASP.NET Core runtime is not installed");
        AspNetFramework.Require();
        AnoGan.Runtime.TorchRuntime.Load(Commands.CommandLine.CacheFolder);
        using var stop = new CancellationTokenSource();
        using var client = new HttpClient();
        var loading = new List<string>();
        string? ready = null;
        var request = new ServeRequest
        {
            Models = [tiny.Model], Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Scoring = new WarmScorerOptions { Threads = 1, Device = "cpu" },
        };

        ServeRun.Execute(request, new RunEvents(), new ServeNews
        {
            Line = line =>
            {
                string address = line.Split(' ')[3];
                loading.Add(Ask(HttpMethod.Get, address + "/healthz"));
                loading.Add(Ask(HttpMethod.Get, address + "/readyz"));
                loading.Add(Ask(HttpMethod.Post, address + "/v1/score"));
            },
            Ready = address =>
            {
                ready = Ask(HttpMethod.Get, address + "/readyz");
                stop.Cancel();
            },
        }, stop.Token);

        Assert.Equal(("200 ok\n", "200 ready\n"), (loading[0], ready));
        Assert.Matches("^503 .*\"the models are being loaded\"", loading[1]);
        Assert.Matches("^503 .*\"the models are being loaded; try again a little later\"", loading[2]);

        string Ask(HttpMethod method, string address)
        {
            using var message = new HttpRequestMessage(method, address) { Content = new ByteArrayContent(Picture) };
            using HttpResponseMessage response = client.Send(message);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            return $"{(int)response.StatusCode} {reader.ReadToEnd()}";
        }
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("example.org:80")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("::1:80")]
    [InlineData("127.1:80")]
    public async Task Refuses_what_is_no_address(string listen)
    {
        CommandRun run = await CommandRun.Of("serve", tiny.Model, "--listen", listen);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            [$"anogan: error: --listen: found '{listen}', expected an address and a port of this machine, such as "
                + "127.0.0.1:8080, or 0.0.0.0:8080 for all its addresses"],
            run.ErrorLines);
    }

    [Fact]
    public async Task Refuses_what_it_cannot_serve_in_one_line()
    {
        File.WriteAllText(_folder["blank"], " \n");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string address = taken.LocalEndpoint.ToString()!;

        CommandRun twice = await CommandRun.Of("serve", tiny.Model, $"{_folder.Path}/model/", "--dry-run");
        CommandRun none = await CommandRun.Of("serve", _folder["none"]);
        CommandRun plan = await CommandRun.Of("serve", tiny.Model, "--dry-run", "--quiet", "--listen", "[::1]:0");

        Assert.Equal((2, 1), (twice.ExitCode, none.ExitCode));
        Assert.Equal(
            ["anogan: error: MODEL: found 2 models named model, expected folders of different names, by which requests "
                + "choose; rename one, or give a link to it"],
            twice.ErrorLines);
        Assert.Contains("expected a model directory", Assert.Single(none.ErrorLines), StringComparison.Ordinal);
        Assert.Equal((0, "would serve model on http://[::1]:0\n", ""), (plan.ExitCode, plan.Output, plan.Error));

        Assert.SkipWhen(AspNetFramework.Installed is null, "the ASP.NET Core runtime is not installed");
        CommandRun busy = await CommandRun.Of("serve", tiny.Model, "--listen", address);
        CommandRun blank = await CommandRun.Of("serve", tiny.Model, "--token", _folder["blank"]);
        Assert.Equal((1, "", 1, ""), (busy.ExitCode, busy.Output, blank.ExitCode, blank.Output));
        Assert.StartsWith(
            $"anogan: error: {address}: cannot be listened on (", Assert.Single(busy.ErrorLines),
            StringComparison.Ordinal);
        Assert.Contains("/blank: found no token, expected", Assert.Single(blank.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_the_newest_framework_of_the_runtimes_own_version()
    {
        foreach (string version in (string[])["9.0.30", "10.0.2", "10.0.12", "10.1.0", "11.0.0", "10.0.99"])
        {
            string name = version == "10.0.99" ? "Other.dll" : "Microsoft.AspNetCore.Server.Kestrel.dll";
            Directory.CreateDirectory(_folder[version]);
            File.WriteAllText(_folder[$"{version}/{name}"], "");
        }

        Assert.Equal(_folder["10.0.12"], AspNetFramework.FindIn(_folder.Path, new Version(10, 0, 1)));
        Assert.Null(AspNetFramework.FindIn(_folder.Path, new Version(8, 0, 1)));
        Assert.Null(AspNetFramework.FindIn(_folder["none"], new Version(10, 0, 1)));
    }

    [Fact]
    public void No_other_command_needs_the_framework()
    {
        string config = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "anogan.runtimeconfig.json"));

        Assert.Contains("Microsoft.NETCore.App", config, StringComparison.Ordinal);
        Assert.DoesNotContain("AspNetCore", config, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "AnoGan.Server.dll")));
    }
}
