using System.Text;
using MimeKit;

namespace Praxis.Feed.Tests.Mail;

public sealed class MailTextTests
{
    [Theory]
    [InlineData("ada@example.org")]
    [InlineData("ada.lovelace+praxis@mail.example.co.uk")]
    [InlineData("o'neill_1@x-y.example")]
    [InlineData("ada@bücher.example")]
    public void Plain_addresses_are_addresses(string text) => Assert.True(MailText.IsAddress(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@example.org")]
    [InlineData("ada@")]
    [InlineData("ada@localhost")]
    [InlineData("ada@example..org")]
    [InlineData("ada@-example.org")]
    [InlineData("ada@@example.org")]
    [InlineData(".ada@example.org")]
    [InlineData("a..da@example.org")]
    [InlineData("ada lovelace@example.org")]
    [InlineData("ada@example.org\r\nBcc: eve@example.org")]
    [InlineData("ada@example.org\n")]
    [InlineData("ada@example.org>\r\nDATA")]
    [InlineData("Ada <ada@example.org>")]
    [InlineData("ada@example.org, eve@example.org")]
    [InlineData("\"ada\"@example.org")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("ada%eve@example.org@x")]
    [InlineData("ada\0@example.org")]
    [InlineData("ädä@example.org")]
    [InlineData("ada@exam\u00a0ple.org")]
    [InlineData("ada@exam\u3000ple.org")]
    [InlineData("ada@exam\u200bple.org")]
    [InlineData("ada@exam\u00adple.org")]
    [InlineData("ada@example.org\u2028x")]
    [InlineData("ada@example\u3002org")]
    [InlineData("ada@exam_ple.org")]
    public void Whatever_a_server_could_take_for_something_else_is_none(string? text) => Assert.False(MailText.IsAddress(text));

    [Fact]
    public void Whatever_sign_stands_in_an_address_it_is_refused_or_goes_over_the_wire_in_ascii()
    {
        for (var sign = 0; sign <= char.MaxValue; sign++)
        {
            foreach (var address in (string[])[$"a{(char)sign}b@example.org", $"ada@ex{(char)sign}ample.org"])
            {
                if (!MailText.IsAddress(address)) continue;
                var wire = MailText.Wire(address)!;
                Assert.Equal(wire, MailText.Wire(MailText.Mailbox(address).Address));
                Assert.True(wire.All(one => one is > ' ' and < '\u007f' and not ('<' or '>' or ',' or ';' or ':' or '"' or '(' or ')' or '\\')), $"U+{sign:X4}: {wire}");
                Assert.InRange(wire.Length, 1, 254);
            }
        }
    }

    [Fact]
    public void An_address_is_no_longer_in_ascii_than_servers_take()
    {
        var host = string.Join('.', Enumerable.Repeat(new string('ü', 40), 5)) + ".example";
        var address = $"{new string('a', 40)}@{host}";
        Assert.InRange(address.Length, 200, 254);
        Assert.False(MailText.IsAddress(address));
        Assert.True(MailText.IsAddress($"ada@{host}"));
    }

    [Fact]
    public void An_address_of_another_alphabet_goes_over_the_wire_in_ascii()
    {
        Assert.Equal("ada@xn--bcher-kva.example", MailText.Wire("ada@bücher.example"));
        Assert.Equal("Ada@xn--bcher-kva.example", MailText.Wire("Ada@BÜCHER.example"));
        Assert.Equal(MailText.Key("ada@bücher.example"), MailText.Key("Ada@Bücher.Example"));
    }

    [Theory]
    [InlineData("New\r\nBcc: eve@example.org")]
    [InlineData("New\nBcc: eve@example.org")]
    [InlineData("New\rBcc: eve@example.org")]
    [InlineData("New\u2028Bcc: eve@example.org")]
    [InlineData("New\u0085Bcc: eve@example.org")]
    [InlineData("New\0Bcc: eve@example.org\r\n\r\nAnother text")]
    public void No_subject_begins_a_field_of_the_head(string subject)
    {
        var settings = new SmtpSettings { Host = "x", From = new MailboxAddress("Praxis", "praxis@example.org"), UnsubscribeAddress = "leave@example.org" };
        var content = new DigestContent(subject, "Text", "<p>Text</p>", "https://example.org/unsubscribe?t=1\r\nBcc: eve@example.org");
        foreach (var message in (MailMessage[])[MailMessage.Plain(settings, new OutgoingMail("ada@example.org", subject, "Text"), DateTimeOffset.UnixEpoch), MailMessage.Digest(settings, "ada@example.org", content, DateTimeOffset.UnixEpoch)])
        {
            using var stream = new MemoryStream(message.Bytes);
            var read = MimeMessage.Load(stream);
            Assert.Empty(read.Bcc);
            Assert.DoesNotContain(read.Headers, header => header.Field.Equals("Bcc", StringComparison.OrdinalIgnoreCase));
            Assert.Single(read.Headers, header => header.Field == "Subject");
            Assert.Equal("ada@example.org", Assert.Single(read.To.Mailboxes).Address);
        }
    }

    [Fact]
    public void No_mail_goes_to_what_is_no_address()
    {
        var settings = new SmtpSettings { Host = "x", From = new MailboxAddress("Praxis", "praxis@example.org") };
        Assert.Throws<ArgumentException>(() => MailMessage.Plain(settings, new OutgoingMail("ada@example.org\r\nBcc: eve@example.org", "New", "Text"), DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void A_digest_has_both_parts_and_what_one_click_takes()
    {
        var settings = new SmtpSettings { Host = "x", From = new MailboxAddress("Praxis", "praxis@example.org"), UnsubscribeAddress = "leave@example.org" };
        var message = MailMessage.Digest(settings, "ada@example.org", new DigestContent("Größe zählt – λ ≥ 2", "Text – λ", "<p>λ</p>", "https://example.org/unsubscribe?t=1"), DateTimeOffset.UnixEpoch);
        Assert.All(message.Bytes, one => Assert.True(one is < 128 and not 0));
        Assert.All(Encoding.ASCII.GetString(message.Bytes).Split("\r\n"), line => Assert.True(line.Length <= 998));
        using var stream = new MemoryStream(message.Bytes);
        var read = MimeMessage.Load(stream);
        Assert.Equal("Größe zählt – λ ≥ 2", read.Subject);
        Assert.Equal("<https://example.org/unsubscribe?t=1>, <mailto:leave@example.org?subject=unsubscribe>", read.Headers["List-Unsubscribe"]);
        Assert.Equal("List-Unsubscribe=One-Click", read.Headers["List-Unsubscribe-Post"]);
        Assert.IsType<MultipartAlternative>(read.Body);
        Assert.Equal("Text – λ", read.TextBody!.Trim());
        Assert.Equal("<p>λ</p>", read.HtmlBody!.Trim());
        Assert.Equal(message.Id, read.MessageId);
    }

    [Fact]
    public void One_click_is_offered_over_https_only()
    {
        var settings = new SmtpSettings { Host = "x", From = new MailboxAddress("Praxis", "praxis@example.org") };
        using var stream = new MemoryStream(MailMessage.Digest(settings, "ada@example.org", new DigestContent("New", "Text", "<p>Text</p>", "http://example.org/unsubscribe?t=1"), DateTimeOffset.UnixEpoch).Bytes);
        var read = MimeMessage.Load(stream);
        Assert.Equal("<http://example.org/unsubscribe?t=1>", read.Headers["List-Unsubscribe"]);
        Assert.Null(read.Headers["List-Unsubscribe-Post"]);
    }

    [Theory]
    [InlineData(".\r\n", "..")]
    [InlineData("a\r\n.\r\nb", "a\r\n..\r\nb")]
    [InlineData("a\n.\nMAIL FROM:<x>", "a\r\n..\r\nMAIL FROM:<x>")]
    [InlineData("a\r.\rb", "a\r\n..\r\nb")]
    [InlineData("a.\r\n", "a.")]
    [InlineData("", "")]
    public void No_text_ends_the_mail_before_its_end(string text, string wire) => Assert.Equal(wire, Encoding.ASCII.GetString(SmtpTalk.Stuff(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Settings_come_from_variables_and_never_tell_the_password()
    {
        Dictionary<string, string> set = new() { ["HOST"] = "mail.example.org", ["FROM"] = "Praxis <papers@example.org>", ["USER"] = "praxis", ["PASSWORD"] = "seven wise marmots" };
        SmtpSettings? Read() => SmtpSettings.FromEnvironment(name => set.GetValueOrDefault(name["PRAXIS_SMTP_".Length..]));
        var settings = Read()!;
        Assert.Equal((587, SmtpSecurity.StartTls, "papers@example.org"), (settings.Port, settings.Security, settings.From.Address));
        Assert.DoesNotContain("marmots", settings.ToString(), StringComparison.Ordinal);
        set["PORT"] = "465";
        Assert.Equal(SmtpSecurity.Tls, Read()!.Security);
        set["TLS"] = "none";
        Assert.DoesNotContain("marmots", Assert.Throws<MailSettingsException>(Read).Message, StringComparison.Ordinal);
        set["TLS"] = "perhaps";
        Assert.Contains("PRAXIS_SMTP_TLS", Assert.Throws<MailSettingsException>(Read).Message, StringComparison.Ordinal);
        set.Remove("TLS");
        set.Remove("PASSWORD");
        Assert.Contains("PRAXIS_SMTP_PASSWORD", Assert.Throws<MailSettingsException>(Read).Message, StringComparison.Ordinal);
        set.Remove("FROM");
        Assert.Contains("PRAXIS_SMTP_FROM", Assert.Throws<MailSettingsException>(Read).Message, StringComparison.Ordinal);
        set.Remove("HOST");
        Assert.Null(Read());
    }
}
