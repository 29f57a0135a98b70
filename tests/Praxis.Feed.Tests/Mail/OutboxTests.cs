using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace Praxis.Feed.Tests.Mail;

public sealed class OutboxTests : IDisposable
{
    private readonly MailFixture _mail = new();

    public void Dispose() => _mail.Dispose();

    [Fact]
    public async Task What_was_added_is_sent_once_and_its_text_leaves_the_store()
    {
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "Hello", "A line\n.\n..two dots\nand the last"));
        Assert.Equal(1, (await _mail.SendAsync()).Sent);
        Assert.Equal(0, (await _mail.SendAsync()).Sent);
        var mail = Assert.Single(_mail.Server.Received);
        Assert.Equal("ada@example.org", mail.Recipient);
        Assert.Equal("Hello", mail.Field("Subject"));
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(mail.Text));
        Assert.Equal("A line\n.\n..two dots\nand the last", MimeMessage.Load(stream).TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal("", _mail.Scalar("SELECT message FROM outbox") ?? "");
        Assert.Equal("sent", _mail.Scalar("SELECT state FROM outbox"));
    }

    [Fact]
    public async Task Many_mails_go_over_one_talk_and_a_refused_one_does_not_hold_the_others_up()
    {
        for (var i = 0; i < 5; i++) _mail.Outbox.Add(new OutgoingMail($"reader{i}@example.org", "Hello", "Text"));
        _mail.Server.Answer = command => command.Contains("<reader2@", StringComparison.Ordinal) ? "550 5.1.1 no such reader" : null;
        var report = await _mail.SendAsync();
        Assert.Equal((4, 0, 1), (report.Sent, report.Again, report.Failed));
        Assert.Single(_mail.Server.Commands, command => command.StartsWith("EHLO", StringComparison.Ordinal));
        Assert.Contains("5.1.1 no such reader", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("reader2@", report.Problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connect", "421 busy")]
    [InlineData("EHLO", "502 what")]
    [InlineData("MAIL", "550 5.7.1 not you")]
    [InlineData("RCPT", "451 4.7.1 later")]
    [InlineData("DATA", "451 later")]
    [InlineData(".", "452 full")]
    [InlineData("connect", FakeMailServer.Drop)]
    [InlineData("MAIL", FakeMailServer.Drop)]
    [InlineData("RCPT", FakeMailServer.Drop)]
    [InlineData("DATA", FakeMailServer.Drop)]
    [InlineData("connect", FakeMailServer.Silence)]
    [InlineData("RCPT", FakeMailServer.Silence)]
    [InlineData("connect", "HTTP/1.1 400 Bad Request")]
    public async Task Whatever_may_pass_is_tried_again_after_a_growing_wait_and_then_arrives_once(string step, string answer)
    {
        if (answer == FakeMailServer.Silence) _mail.Settings = _mail.Settings with { Step = TimeSpan.FromMilliseconds(300) };
        _mail.Server.Answer = command => command.StartsWith(step, StringComparison.Ordinal) ? answer : null;
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "Hello", "Text"));
        for (var failures = 1; failures <= 3; failures++)
        {
            var report = await _mail.SendAsync();
            Assert.Equal((0, 1, 0), (report.Sent, report.Again, report.Failed));
            Assert.Equal(_mail.Clock.Now.ToUnixTimeSeconds() + (long)MailLimits.Wait(failures).TotalSeconds, _mail.Outbox.NextDue()!.Value.ToUnixTimeSeconds());
            _mail.Clock.Now += MailLimits.Wait(failures) - TimeSpan.FromSeconds(1);
            Assert.Equal((0, 0), ((await _mail.SendAsync()).Again, _mail.Server.Received.Count));
            _mail.Clock.Now += TimeSpan.FromSeconds(1);
        }
        _mail.Server.Answer = _ => null;
        _mail.Settings = _mail.Settings with { Step = TimeSpan.FromSeconds(20) };
        Assert.Equal(1, (await _mail.SendAsync()).Sent);
        Assert.Single(_mail.Server.Received);
        Assert.Equal("4", _mail.Scalar("SELECT attempts FROM outbox"));
    }

    [Fact]
    public void Waits_grow() => Assert.Equal(MailLimits.Waits.Order(), MailLimits.Waits);

    [Theory]
    [InlineData(FakeMailServer.Drop)]
    [InlineData(FakeMailServer.Silence)]
    public async Task Where_only_the_last_answer_is_missing_the_mail_goes_again_with_the_same_id(string answer)
    {
        _mail.Settings = _mail.Settings with { Step = TimeSpan.FromSeconds(2) };
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "Hello", "Text"));
        var id = _mail.Scalar("SELECT message_id FROM outbox");
        _mail.Server.Answer = command => command == "." ? answer : null;
        await _mail.SendAsync();
        Assert.Equal("1", _mail.Scalar("SELECT doubtful FROM outbox WHERE state = 'waiting'"));
        _mail.Clock.Now += MailLimits.Wait(1);
        _mail.Server.Answer = _ => null;
        await _mail.SendAsync();
        Assert.Equal($"<{id}>", Assert.Single(_mail.Server.Received).Field("Message-Id"));
        Assert.Equal(1, _mail.Outbox.Counts().Doubtful);
    }

    [Fact]
    public async Task An_address_that_is_refused_for_good_gets_nothing_more_until_its_owner_asks_and_can_be_reached()
    {
        var ada = _mail.Subscribe("ada@example.org");
        _mail.Import("First Paper");
        _mail.Clock.GoToNow();
        Assert.Equal(1, _mail.Round.Run());
        _mail.Server.Answer = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 gone" : null;
        Assert.Equal(1, (await _mail.SendAsync()).Failed);
        Assert.Null(_mail.Subscriptions.Find(ada.Id));
        Assert.Equal(1, _mail.Outbox.Counts().Stopped);
        _mail.Server.Answer = _ => null;
        _mail.Outbox.Add(new OutgoingMail("Ada@Example.org", "Hello", "Text"));
        Assert.Equal(0, (await _mail.SendAsync()).Sent);
        _mail.Clock.Now += MailLimits.Stop + TimeSpan.FromDays(1);
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "Hello", "Text"));
        Assert.Equal(1, (await _mail.SendAsync()).Sent);
    }

    [Theory]
    [InlineData("RCPT", "550 5.7.1 you are on a list")]
    [InlineData("RCPT", "552 5.2.2 mailbox full")]
    [InlineData(".", "554 5.6.0 we do not like the text")]
    public async Task A_mail_that_is_refused_for_another_reason_does_not_stop_its_address(string step, string answer)
    {
        var ada = _mail.Subscribe("ada@example.org");
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "Hello", "Text"));
        _mail.Server.Answer = command => command.StartsWith(step, StringComparison.Ordinal) ? answer : null;
        Assert.Equal(1, (await _mail.SendAsync()).Failed);
        Assert.NotNull(_mail.Subscriptions.Find(ada.Id));
        Assert.Equal(0, _mail.Outbox.Counts().Stopped);
    }

    [Fact]
    public async Task What_cannot_be_sent_in_time_is_given_up()
    {
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "Hello", "Text"));
        _mail.Clock.Now += MailLimits.LinkLife + TimeSpan.FromSeconds(1);
        Assert.Equal(0, (await _mail.SendAsync()).Sent);
        Assert.Equal(1, _mail.Outbox.Counts().Failed);
    }

    [Fact]
    public async Task Two_senders_at_once_send_each_mail_once()
    {
        for (var i = 0; i < 30; i++) _mail.Outbox.Add(new OutgoingMail($"reader{i}@example.org", "Hello", "Text"));
        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(_mail.SendAsync)));
        Assert.Equal(30, reports.Sum(report => report.Sent));
        Assert.Equal(30, _mail.Server.Received.Select(mail => mail.Recipient).Distinct().Count());
        Assert.Equal(30, _mail.Server.Received.Count);
    }

    [Theory]
    [InlineData("AUTH PLAIN LOGIN", "AUTH PLAIN AHByYXhpcwBzZXZlbiB3aXNlIG1hcm1vdHM=")]
    [InlineData("AUTH LOGIN", "cHJheGlz")]
    public async Task It_signs_in_as_the_server_offers(string offer, string said)
    {
        _mail.Settings = _mail.Settings with { User = "praxis", Password = "seven wise marmots" };
        _mail.Server.Offers = [offer];
        _mail.Server.Answer = command => command switch { "cHJheGlz" => "334 UGFzc3dvcmQ6", "c2V2ZW4gd2lzZSBtYXJtb3Rz" => "235 come in", _ => null };
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "Hello", "Text"));
        Assert.Equal(1, (await _mail.SendAsync()).Sent);
        Assert.Contains(said, _mail.Server.Commands);
    }

    [Fact]
    public async Task A_wrong_password_loses_no_mail_and_stands_in_no_message()
    {
        _mail.Settings = _mail.Settings with { User = "praxis", Password = "seven wise marmots" };
        _mail.Server.Offers = ["AUTH PLAIN"];
        _mail.Server.Answer = command => command.StartsWith("AUTH", StringComparison.Ordinal) ? "535 5.7.8 wrong" : null;
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "Hello", "Text"));
        var report = await _mail.SendAsync();
        Assert.Equal((0, 1, 0), (report.Sent, report.Again, report.Failed));
        var told = Assert.Single(report.Problems) + _mail.Scalar("SELECT error FROM outbox");
        Assert.DoesNotContain("marmots", told, StringComparison.Ordinal);
        Assert.DoesNotContain("AHByYXhpcw", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_starttls_mail_and_password_go_only_to_a_server_that_can_be_believed()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _mail.Server.Certificate = certificate;
        _mail.Settings = _mail.Settings with { Host = "localhost", Security = SmtpSecurity.StartTls, User = "praxis", Password = "seven wise marmots" };
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "Hello", "Text"));

        Assert.Contains("offers no STARTTLS", Assert.Single((await _mail.SendAsync()).Problems), StringComparison.Ordinal);
        _mail.Server.Offers = ["STARTTLS", "AUTH PLAIN"];
        _mail.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.Equal(1, (await _mail.SendAsync()).Again);
        // Somebody on the way adds an answer of their own before the protection begins.
        _mail.Settings = _mail.Settings with { Roots = [certificate] };
        _mail.Server.Answer = command => command == "STARTTLS" ? "220 now\r\n250 injected" : null;
        _mail.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.Contains("between STARTTLS and TLS", Assert.Single((await _mail.SendAsync()).Problems), StringComparison.Ordinal);
        Assert.DoesNotContain(_mail.Server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal) || command.StartsWith("MAIL", StringComparison.Ordinal));

        _mail.Server.Answer = _ => null;
        _mail.Clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(1, (await _mail.SendAsync()).Sent);
        Assert.Single(_mail.Server.Received);
    }

    [Theory]
    [InlineData("250-a", 5_000)]
    [InlineData("x", 5_000)]
    public async Task A_server_that_does_not_stop_talking_is_left(string line, int times)
    {
        _mail.Server.Answer = command => command == "connect" ? string.Join(line == "x" ? "" : "\r\n", Enumerable.Repeat(line, times)) : null;
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "Hello", "Text"));
        var report = await _mail.SendAsync();
        Assert.Equal(1, report.Again);
        Assert.True(report.Problems[0].Length < 400);
    }
}
